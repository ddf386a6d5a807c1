-- What is of the plain kind is there already.
WITH RECURSIVE reach (region, above) AS (
    SELECT t.region, t.region
    FROM touched_ancestry AS t
    WHERE t.region <> '00' AND NOT EXISTS (SELECT FROM came_ancestry AS f WHERE f.region = t.region)
    UNION
    SELECT a.region, u.code
    FROM reach AS a
    INNER JOIN {view}.region AS r ON a.above = r.region
    CROSS JOIN LATERAL (VALUES (r.parent), (r.heir)) AS u (code)
    WHERE u.code IS NOT NULL
),

border AS (
    SELECT a.region, r.valid_from AS day FROM reach AS a INNER JOIN {view}.region AS r ON a.above = r.region
    UNION
    SELECT a.region, r.valid_to FROM reach AS a INNER JOIN {view}.region AS r ON a.above = r.region
),

span AS (
    SELECT region, day AS valid_from, lead(day, 1, 'infinity'::date) OVER (PARTITION BY region ORDER BY day) AS valid_to
    FROM border
    WHERE day < 'infinity'
),

row_of AS (
    SELECT s.region, f.name, f.kind, c.level, f.congress IS NOT NULL AS congress, c.chain, s.valid_from, s.valid_to
    FROM span AS s
    CROSS JOIN LATERAL (
        SELECT r.name, r.kind, r.congress
        FROM {view}.region AS r
        WHERE r.region = s.region AND r.valid_from <= s.valid_from AND s.valid_from < r.valid_to
        ORDER BY r.time, r.source, r.id
        LIMIT 1
    ) AS f
    CROSS JOIN LATERAL {view}.climb(s.region, s.valid_from) AS c
),

-- Spans that follow each other and say the same are one. Nobody knows beforehand how many there are, so they are not joined with themselves.
island AS (
    SELECT r.*, count(*) FILTER (WHERE r.differs) OVER (PARTITION BY r.region ORDER BY r.valid_from) AS number
    FROM (
        SELECT
            r.*,
            (
                r.valid_from = lag(r.valid_to) OVER w
                AND ROW(r.name, r.kind, r.level, r.congress, r.chain)
                = ROW(lag(r.name) OVER w, lag(r.kind) OVER w, lag(r.level) OVER w, lag(r.congress) OVER w, lag(r.chain) OVER w)
            ) IS NOT TRUE AS differs
        FROM row_of AS r
        WINDOW w AS (PARTITION BY r.region ORDER BY r.valid_from)
    ) AS r
)

SELECT
    region, name, kind, level, congress, chain[2] AS parent, chain, min(valid_from) AS valid_from, max(valid_to) AS valid_to
FROM island
GROUP BY region, name, kind, level, congress, chain, number
UNION ALL
SELECT '00', '全国', 'nation', 'national', TRUE, NULL, ARRAY['00'], '-infinity', 'infinity'
FROM touched_ancestry
WHERE region = '00'
