-- Where what lies there, and below, is rolled up: looked up once for all that lie in the same region.
WITH fresh AS MATERIALIZED (
    SELECT p.place, p.chain, p.chain[2 :] AS rest FROM {view}.place AS p WHERE p.months IS NULL
),

within AS MATERIALIZED (
    SELECT
        f.rest,
        (SELECT a.place FROM {view}.place AS a WHERE a.chain = f.rest) AS above,
        (SELECT a.place FROM {view}.place AS a WHERE cardinality(f.rest) > 1 AND a.chain = f.rest[cardinality(f.rest) - 1 :]) AS top,
        ARRAY(
            SELECT a.place
            FROM generate_series(1, cardinality(f.rest) - 2) AS u (i)
            INNER JOIN {view}.place AS a ON f.rest[u.i :] = a.chain
            ORDER BY u.i
        ) AS months
    FROM (SELECT DISTINCT n.rest FROM fresh AS n) AS f
)

UPDATE {view}.place AS p SET
    above = w.above,
    top = w.top,
    months = CASE WHEN cardinality(f.rest) > 1 THEN p.place || w.months ELSE '{}' END
FROM fresh AS f
INNER JOIN within AS w ON f.rest = w.rest
WHERE p.place = f.place
