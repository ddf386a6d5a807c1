-- What was said of it; suggestions that name it or do no more; matters of suggestions it fed whose completed days are not
-- known on the same recorded days as before; where its regions and units lie.
WITH matter AS MATERIALIZED (
    -- One that is never completed is as none.
    SELECT 1 AS sign, g.matter, g.members, g.opinions, g.completed, g.known_from, g.known_to
    FROM came_matter AS g
    WHERE NOT isempty(g.completed)
    UNION ALL
    SELECT -1 AS sign, g.matter, g.members, g.opinions, g.completed, g.known_from, g.known_to
    FROM gone_matter AS g
    WHERE NOT isempty(g.completed)
)

SELECT c.object AS opinion
FROM changed AS c
WHERE c.type LIKE 'cn.npc.opinion.%'
UNION ALL
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
UNION ALL
SELECT f.opinion
FROM (
    SELECT f.opinion
    FROM (
        SELECT u.opinion, m.* FROM matter AS m CROSS JOIN unnest(m.opinions) AS u (opinion) WHERE m.opinions <> '{}'
        UNION ALL
        SELECT o.opinion, m.*
        FROM matter AS m
        INNER JOIN {view}.opinion AS o ON o.converted <> '{}' AND o.converted && m.members
    ) AS f
    CROSS JOIN LATERAL (VALUES (f.known_from, f.sign), (f.known_to, -f.sign)) AS d (day, sign)
    WHERE d.day IS NOT NULL
    GROUP BY f.opinion, f.matter, f.completed, d.day
    HAVING sum(d.sign) <> 0
) AS f
UNION ALL
SELECT o.opinion
FROM {view}.opinion AS o
CROSS JOIN LATERAL unnest(o.rests_on) AS r (code)
INNER JOIN (
    SELECT c.region AS code FROM changed_ancestry AS c
    UNION ALL
    SELECT c.unit FROM changed_unit AS c
    UNION ALL
    SELECT c.region FROM changed_unit AS c WHERE c.closed IS NOT NULL
    UNION ALL
    SELECT c.source FROM changed_source AS c
) AS c ON r.code = c.code
WHERE EXISTS (SELECT FROM changed_ancestry) OR EXISTS (SELECT FROM changed_unit) OR EXISTS (SELECT FROM changed_source)
UNION ALL
-- What systems of the scheme's region and below have given one of its codes.
SELECT s.opinion
FROM (
    SELECT DISTINCT n.minter
    FROM changed_category_scheme AS c
    INNER JOIN {view}.ancestry AS a ON a.chain @> ARRAY[c.region]
    INNER JOIN {view}.source AS v ON a.region = v.region
    CROSS JOIN LATERAL unnest(v.line) AS n (minter)
    WHERE EXISTS (SELECT FROM changed_category_scheme)
) AS n
INNER JOIN {view}.opinion AS s ON s.opinion > n.minter || '/' AND s.opinion < n.minter || '0'
WHERE EXISTS (SELECT FROM changed_category_scheme) AND s.own_category IN (SELECT c.code FROM changed_category_scheme AS c)
