-- Identities of a source that came with different contents: settled by the fold, one row each.
SELECT id, min(object) AS subject, count(*) AS copies, max(recorded) AS recorded
FROM core.event
WHERE source = %(source)s AND status = 'equivocation'
GROUP BY id
ORDER BY max(recorded) DESC, id
LIMIT 500
