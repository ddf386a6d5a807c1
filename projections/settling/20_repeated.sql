-- The few that follow are looked up one by one (OFFSET 0): the planner cannot know how few they are.
INSERT INTO repeated
SELECT DISTINCT a.ident
FROM (SELECT c.family, c.part, c.off, c.ident FROM changed AS c UNION ALL SELECT m.family, m.part, m.off, m.ident FROM amending AS m) AS a
INNER JOIN core.event AS e ON a.ident = e.ident
WHERE (e.family, e.part, e.off) <> (a.family, a.part, a.off)
