-- Identities of which another copy is plain, or was told apart before; these are few, so that the planner may read them whole.
INSERT INTO repeated
SELECT a.ident
FROM (SELECT c.family, c.part, c.off, c.ident FROM changed AS c UNION ALL SELECT m.family, m.part, m.off, m.ident FROM amending AS m) AS a
INNER JOIN core.event_plain AS e ON a.ident = e.ident
WHERE (e.family, e.part, e.off) <> (a.family, a.part, a.off)
UNION
SELECT a.ident
FROM (SELECT c.family, c.part, c.off, c.ident FROM changed AS c UNION ALL SELECT m.family, m.part, m.off, m.ident FROM amending AS m) AS a
INNER JOIN core.event_other AS e ON a.ident = e.ident
WHERE (e.family, e.part, e.off) <> (a.family, a.part, a.off)
