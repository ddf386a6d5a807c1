-- Identities with differing contents that nobody was told of yet. The status is looked at behind the offset: the index of all equivocations would
-- else be read whole for each identity.
SELECT DISTINCT e.ident, e.source, e.id
FROM repeated AS r
CROSS JOIN LATERAL (
    SELECT v.ident, v.source, v.id, v.status FROM core.event_other AS v WHERE v.ident = r.ident OFFSET 0
) AS e
WHERE e.status = 'equivocation' AND NOT EXISTS (SELECT 1 FROM core.notice AS n WHERE n.ident = e.ident)
