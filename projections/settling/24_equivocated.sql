-- Identities with differing contents that nobody was told of yet.
SELECT DISTINCT e.ident, e.source, e.id
FROM repeated AS r
CROSS JOIN LATERAL (SELECT x.* FROM core.event AS x WHERE x.ident = r.ident OFFSET 0) AS e
WHERE e.status = 'equivocation' AND NOT EXISTS (SELECT 1 FROM core.notice AS n WHERE n.ident = e.ident)
