-- The few that follow are looked up one by one (OFFSET 0): the planner cannot know how few they are.
INSERT INTO repeated
SELECT DISTINCT a.ident
FROM arrived AS a
INNER JOIN core.event AS e ON a.ident = e.ident
WHERE (e.family, e.part, e.off) <> (a.family, a.part, a.off)
