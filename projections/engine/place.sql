-- From the root down: what lies in a place is rolled up where what lies in the place above is, and there.
WITH RECURSIVE way (place, chain, above, top, months) AS (
    SELECT
        s.place, s.chain, a.place,
        CASE WHEN cardinality(s.chain) < 3 THEN NULL WHEN cardinality(s.chain) = 3 THEN a.place ELSE a.top END,
        CASE WHEN cardinality(s.chain) > 2 THEN s.place || a.months ELSE '{}' END
    FROM spot AS s
    LEFT JOIN {view}.place AS a ON s.upper = a.chain
    WHERE a.place IS NOT NULL OR s.upper = '{}'
    UNION ALL
    SELECT
        s.place, s.chain, w.place,
        CASE WHEN cardinality(s.chain) < 3 THEN NULL WHEN cardinality(s.chain) = 3 THEN w.place ELSE w.top END,
        CASE WHEN cardinality(s.chain) > 2 THEN s.place || w.months ELSE '{}' END
    FROM way AS w
    INNER JOIN spot AS s ON w.chain = s.upper
)

INSERT INTO {view}.place (place, chain, above, top, months) OVERRIDING SYSTEM VALUE
SELECT w.place, w.chain, w.above, w.top, w.months
FROM way AS w
ORDER BY w.place
