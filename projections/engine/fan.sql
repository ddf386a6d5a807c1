-- Contributions summed at the leaf, fanned out over the chain, and summed again.
INSERT INTO fanned (measure, region, parent, own, level, kind, category, department, role, grade, day, rday, n)
SELECT
    l.measure, l.chain[p.i], coalesce(l.chain[p.i + 1], ''), p.i = 1,
    l.level, l.kind, l.category, l.department, l.role, l.grade, l.day, l.rday, sum(l.n)
FROM (
    SELECT measure, chain, level, kind, category, department, role, grade, day, rday, sum(n) AS n
    FROM delta
    GROUP BY measure, chain, level, kind, category, department, role, grade, day, rday
    HAVING sum(n) <> 0
) AS l
CROSS JOIN LATERAL generate_series(1, cardinality(l.chain)) AS p (i)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
HAVING sum(l.n) <> 0
