-- What is said of a code changes the codes to which it was moved: they have its name.
WITH RECURSIVE hit (region) AS (
    SELECT n.code
    FROM changed AS c
    CROSS JOIN LATERAL (VALUES (c.object), (c.data ->> 'new_code')) AS n (code)
    WHERE c.type LIKE 'cn.npc.region.%' AND n.code IS NOT NULL
    UNION
    SELECT n.code
    FROM hit AS h
    INNER JOIN (
        SELECT r.region, r.new_code AS code FROM {view}.reform AS r WHERE r.new_code IS NOT NULL
        UNION ALL
        SELECT r.was, r.region FROM {view}.region AS r WHERE r.was IS NOT NULL
    ) AS n ON h.region = n.region
)

SELECT region FROM hit
