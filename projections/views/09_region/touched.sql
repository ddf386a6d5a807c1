-- What is said of a code changes the codes to which it was moved: they have its name.
WITH RECURSIVE hit (region) AS (
    SELECT n.code
    FROM changed AS c
    CROSS JOIN LATERAL (VALUES (c.object), (c.data ->> 'new_code')) AS n (code)
    WHERE c.type LIKE 'cn.npc.region.%' AND n.code IS NOT NULL
    UNION
    SELECT n.code
    FROM hit AS h
    CROSS JOIN LATERAL (
        SELECT r.new_code AS code FROM {view}.reform AS r WHERE r.region = h.region AND r.new_code IS NOT NULL
        UNION ALL
        SELECT r.region FROM {view}.region AS r WHERE r.was = h.region
    ) AS n
)

SELECT region FROM hit
