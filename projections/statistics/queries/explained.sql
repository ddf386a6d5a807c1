-- What was written down between two instants of the objects behind some keys, as far as the caller may see it: of a matter all its suggestions, of a
-- number those that have it, of a person the mandates and what they took part in; by key in the order of writing. `{view}`: the live version.
-- `beyond`: offsets by 'family/part', null for none; only what lies there or after is told.
WITH word AS (
    SELECT k.key, w.one FROM unnest(%(keys)s::text[]) AS k (key) CROSS JOIN LATERAL string_to_table(k.key, ' ') AS w (one)
),

person AS (
    SELECT w.key, w.one AS person FROM word AS w
    UNION
    SELECT w.key, l.alias FROM word AS w INNER JOIN {view}.alias AS l ON w.one = l.person
),

seat AS (
    SELECT p.key, m.mandate FROM person AS p INNER JOIN {view}.mandate AS m ON p.person = m.person
),

object AS (
    SELECT w.key, w.one AS object FROM word AS w
    UNION
    SELECT w.key, u.member
    FROM word AS w
    INNER JOIN {view}.matter AS m ON cardinality(m.members) > 1 AND m.members @> ARRAY[w.one]
    CROSS JOIN LATERAL unnest(m.members) AS u (member)
    UNION
    SELECT w.key, u.suggestion FROM word AS w INNER JOIN {view}.number AS n ON w.one = n.number CROSS JOIN LATERAL unnest(n.suggestions) AS u (suggestion)
    UNION
    SELECT s.key, s.mandate FROM seat AS s
    UNION
    SELECT s.key, p.activity FROM seat AS s INNER JOIN {view}.participation AS p ON s.mandate = p.mandate
)

SELECT o.key, e.source, e.id, e.type, e.object, e.time, e.recorded, e.status
FROM object AS o
CROSS JOIN LATERAL (
    SELECT c.* FROM core.event AS c
    WHERE
        c.object = o.object AND c.recorded > %(after)s AND c.recorded <= %(until)s
        AND (%(beyond)s::jsonb IS NULL OR c.off >= coalesce((%(beyond)s::jsonb ->> concat_ws('/', c.family, c.part))::bigint, 0))
    OFFSET 0
) AS e
ORDER BY o.key, e.recorded, e.source, e.id
