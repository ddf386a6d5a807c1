-- What rows contribute: R's figure is the sum over `region = R`, a child's row under R the sum over `parent = R` by `region`.
CREATE VIEW {view}.cube WITH (security_invoker = TRUE) AS
SELECT
    c.measure, c.region, c.parent, c.own, c.level, c.kind, c.category, c.department, c.role, c.grade, t.day, t.rday, t.n
FROM {view}.cell AS c
INNER JOIN {view}.tally AS t ON c.cell = t.cell;
