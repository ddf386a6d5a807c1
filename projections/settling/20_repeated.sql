-- Identities of which another copy is plain, or was told apart before. Every identity is asked of the index at once and in its order, so that
-- neighbours are found on one page of it: of what arrived plain itself is there, and what repeats is there twice.
INSERT INTO repeated
SELECT e.ident
FROM core.event_plain AS e
WHERE e.ident = ANY (ARRAY(SELECT c.ident FROM changed AS c))
GROUP BY e.ident
HAVING count(*) > 1
UNION
SELECT a.ident
FROM amending AS a
INNER JOIN core.event_plain AS e ON a.ident = e.ident
UNION
SELECT a.ident
FROM (SELECT c.family, c.part, c.off, c.ident FROM changed AS c UNION ALL SELECT m.family, m.part, m.off, m.ident FROM amending AS m) AS a
INNER JOIN core.event_other AS e ON a.ident = e.ident
WHERE (e.family, e.part, e.off) <> (a.family, a.part, a.off)
