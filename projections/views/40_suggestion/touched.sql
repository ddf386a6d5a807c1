-- What was said of it; what its speakers are; where the regions and units it names lie.
SELECT c.object AS suggestion
FROM changed AS c
WHERE c.type LIKE 'cn.npc.suggestion.%'
UNION ALL
SELECT s.suggestion
FROM changed_source AS c
INNER JOIN {view}.suggestion AS s ON s.suggestion > c.source || '/' AND s.suggestion < c.source || '0'
WHERE EXISTS (SELECT FROM changed_source)
UNION ALL
SELECT s.object
FROM changed_source AS c
INNER JOIN {view}.statement AS s ON c.source = s.source
WHERE
    EXISTS (SELECT FROM changed_source) AND NOT starts_with(s.object, s.source || '/')
    AND starts_with(s.type, 'cn.npc.suggestion.')
UNION ALL
SELECT s.suggestion
FROM {view}.suggestion AS s
CROSS JOIN LATERAL unnest(s.rests_on) AS r (code)
INNER JOIN (
    SELECT c.region AS code FROM changed_ancestry AS c
    UNION ALL
    SELECT c.unit FROM changed_unit AS c
    UNION ALL
    SELECT c.region FROM changed_unit AS c WHERE c.closed IS NOT NULL
    UNION ALL
    SELECT c.scheme FROM changed_class_scheme AS c
) AS c ON r.code = c.code
WHERE EXISTS (SELECT FROM changed_ancestry) OR EXISTS (SELECT FROM changed_unit) OR EXISTS (SELECT FROM changed_class_scheme)
UNION ALL
-- What systems of the scheme's region and below have given one of its codes.
SELECT s.suggestion
FROM (
    SELECT DISTINCT n.minter
    FROM changed_category_scheme AS c
    INNER JOIN {view}.ancestry AS a ON a.chain @> ARRAY[c.region]
    INNER JOIN {view}.source AS v ON a.region = v.region
    CROSS JOIN LATERAL unnest(v.line) AS n (minter)
    WHERE EXISTS (SELECT FROM changed_category_scheme)
) AS n
INNER JOIN {view}.suggestion AS s ON s.suggestion > n.minter || '/' AND s.suggestion < n.minter || '0'
WHERE EXISTS (SELECT FROM changed_category_scheme) AND s.own_category IN (SELECT c.code FROM changed_category_scheme AS c)
