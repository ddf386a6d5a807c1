WITH RECURSIVE reach (region, above) AS (
    SELECT region, region FROM touched_ancestry WHERE region <> '00'
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

island AS (
    SELECT
        r.*,
        sum(CASE WHEN r.valid_from = p.valid_to AND ROW(r.name, r.kind, r.level, r.congress, r.chain) = ROW(p.name, p.kind, p.level, p.congress, p.chain) THEN 0 ELSE 1 END)
        OVER (PARTITION BY r.region ORDER BY r.valid_from) AS number
    FROM row_of AS r
    LEFT JOIN row_of AS p ON r.region = p.region AND r.valid_from = p.valid_to
)

SELECT
    region, name, kind, level, congress, chain[2] AS parent, chain, min(valid_from) AS valid_from, max(valid_to) AS valid_to
FROM island
GROUP BY region, name, kind, level, congress, chain, number
UNION ALL
SELECT '00', '全国', 'nation', 'national', TRUE, NULL, ARRAY['00'], '-infinity', 'infinity'
FROM touched_ancestry
WHERE region = '00'
