INSERT INTO content
WITH RECURSIVE involved (ident) AS (
    SELECT s.ident FROM settling AS s
    UNION
    SELECT e.ident
    FROM involved AS i
    INNER JOIN core.event_other AS e ON i.ident = e.target
),

-- What a fix stands for: it falls when that comes after all.
original (ident) AS (
    SELECT e.target
    FROM settling AS s
    INNER JOIN core.event_other AS e ON s.ident = e.ident
    WHERE e.target IS NOT NULL
)

SELECT DISTINCT ON (e.ident, coalesce(e.digest, ''))
    e.ident, coalesce(e.digest, ''), e.rday, e.source, e.id, e.type, e.object, e.time, e.day, e.unit, e.level, e.region, e.origin,
    e.target, e.causation, e.data,
    CASE
        WHEN e.type LIKE 'cn.npc.%.corrected.v1' THEN 'correction'
        WHEN e.type LIKE 'cn.npc.%.retracted.v1' THEN 'retraction'
        WHEN e.target IS NOT NULL THEN 'fix'
        ELSE 'fact'
    END,
    coalesce(e.source = e.data #>> '{corrects,source}', FALSE) OR ({successor})
FROM (SELECT i.ident FROM involved AS i UNION SELECT o.ident FROM original AS o) AS i
INNER JOIN core.event AS e ON i.ident = e.ident
ORDER BY e.ident, coalesce(e.digest, ''), e.recorded, e.family, e.part, e.off
