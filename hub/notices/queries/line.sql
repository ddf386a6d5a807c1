-- A source, and those that it succeeds.
WITH RECURSIVE line (source) AS (
    SELECT %(source)s::text
    UNION
    SELECT e.data ->> 'succeeds'
    FROM line AS l
    INNER JOIN core.event AS e ON l.source = e.object
    WHERE e.type = 'cn.npc.source.registered.v1' AND e.data ? 'succeeds'
)

SELECT l.source FROM line AS l
