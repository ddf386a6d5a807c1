-- Identities with differing contents that nobody was told of yet.
SELECT DISTINCT e.ident, e.source, e.id
FROM repeated AS r
CROSS JOIN LATERAL (
    SELECT v.ident, v.source, v.id FROM core.event_other AS v WHERE v.ident = r.ident AND v.status = 'equivocation' OFFSET 0
) AS e
WHERE NOT EXISTS (SELECT 1 FROM core.notice AS n WHERE n.ident = e.ident)
