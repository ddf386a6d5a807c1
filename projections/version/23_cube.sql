-- What rows contribute: R's figure is the sum over `region = R`, a child's row under R the sum over `parent = R` by `region`.
CREATE VIEW {view}.cube WITH (security_invoker = TRUE) AS
SELECT s.measure, s.region, s.parent, s.own, s.level, s.kind, s.category, s.department, s.role, s.grade, s.day, s.rday, s.n
FROM (
    SELECT
        m.measure, c.region, c.parent, c.own, c.level, c.kind, c.category, c.department, c.role, c.grade, t.day, t.rday,
        CASE m.slot WHEN 1 THEN t.n1 WHEN 2 THEN t.n2 WHEN 3 THEN t.n3 WHEN 4 THEN t.n4 WHEN 5 THEN t.n5 WHEN 6 THEN t.n6 WHEN 7 THEN t.n7 WHEN 8 THEN t.n8 END AS n
    FROM {view}.measure AS m
    INNER JOIN {view}.cell AS c ON m.family = c.family
    INNER JOIN {view}.tally AS t ON c.cell = t.cell
) AS s
WHERE s.n <> 0;
