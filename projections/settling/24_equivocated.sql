-- Identities with differing contents that nobody was told of yet.
SELECT DISTINCT e.ident, e.source, e.id
FROM repeated AS r
INNER JOIN core.event AS e ON r.ident = e.ident
WHERE e.status = 'equivocation' AND NOT EXISTS (SELECT 1 FROM core.notice AS n WHERE n.ident = e.ident)
