-- What was said of it; suggestions that name it or do no more; matters of suggestions it fed whose completed days are not
-- known on the same recorded days as before; where its regions and units lie.
SELECT c.object AS opinion
FROM changed AS c
WHERE starts_with(c.type, 'cn.npc.opinion.')
UNION
SELECT u.opinion
FROM (
    SELECT s.opinions
    FROM (
        SELECT 1 AS sign, g.* FROM came_suggestion AS g WHERE g.opinions <> '{}'
        UNION ALL
        SELECT -1 AS sign, g.* FROM gone_suggestion AS g WHERE g.opinions <> '{}'
    ) AS s
    CROSS JOIN LATERAL (VALUES (s.known_from, s.sign), (s.known_to, -s.sign)) AS d (day, sign)
    WHERE d.day IS NOT NULL
    GROUP BY s.suggestion, s.opinions, s.opinion_days, s.seen, d.day
    HAVING sum(d.sign) <> 0
) AS s
CROSS JOIN LATERAL unnest(s.opinions) AS u (opinion)
UNION
SELECT f.opinion
FROM (
    SELECT m.members, m.opinions
    FROM (
        SELECT 1 AS sign, g.* FROM came_matter AS g
        UNION ALL
        SELECT -1 AS sign, g.* FROM gone_matter AS g
    ) AS m
    CROSS JOIN LATERAL (VALUES (m.known_from, m.sign), (m.known_to, -m.sign)) AS d (day, sign)
    WHERE d.day IS NOT NULL
    GROUP BY m.matter, m.members, m.opinions, m.completed, d.day
    HAVING sum(d.sign) <> 0
) AS m
CROSS JOIN LATERAL (
    SELECT u.opinion FROM unnest(m.opinions) AS u (opinion)
    UNION ALL
    SELECT o.opinion
    FROM unnest(m.members) AS u (suggestion)
    INNER JOIN {view}.opinion AS o ON o.converted <> '{}' AND o.converted @> ARRAY[u.suggestion]
) AS f
UNION
SELECT o.opinion
FROM {view}.opinion AS o
CROSS JOIN LATERAL unnest(o.rests_on) AS r (code)
INNER JOIN (
    SELECT c.region AS code FROM changed_ancestry AS c
    UNION ALL
    SELECT c.unit FROM changed_unit AS c
    UNION ALL
    SELECT c.source FROM changed_source AS c
) AS c ON r.code = c.code
WHERE EXISTS (SELECT FROM changed_ancestry) OR EXISTS (SELECT FROM changed_unit) OR EXISTS (SELECT FROM changed_source)
