-- What rows contribute: R's figure is the sum over `region = R`, a child's row under R the sum over `parent = R` by `region`. This is what
-- figures mean; they are asked of `tally` and `rolled`, which is quicker.
CREATE VIEW {view}.cube WITH (security_invoker = TRUE) AS
SELECT s.measure, s.region, s.parent, s.own, s.level, s.kind, s.category, s.department, s.role, s.grade, s.day, s.rday, sum(s.n)::bigint AS n
FROM (
    SELECT
        m.measure, p.chain[u.i] AS region, coalesce(p.chain[u.i + 1], '') AS parent, u.i = 1 AS own,
        f.level, f.kind, f.category, f.department, f.role, f.grade, t.day, t.rday,
        CASE m.slot WHEN 1 THEN t.n1 WHEN 2 THEN t.n2 WHEN 3 THEN t.n3 WHEN 4 THEN t.n4 WHEN 5 THEN t.n5 WHEN 6 THEN t.n6 WHEN 7 THEN t.n7 WHEN 8 THEN t.n8 END AS n
    FROM {view}.measure AS m
    INNER JOIN {view}.facet AS f ON m.family = f.family
    INNER JOIN {view}.tally AS t ON f.facet = t.facet
    INNER JOIN {view}.place AS p ON t.place = p.place
    CROSS JOIN LATERAL generate_series(1, cardinality(p.chain)) AS u (i)
) AS s
WHERE s.n <> 0
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
HAVING sum(s.n) <> 0;
