-- Identities of a source that came with different contents: settled by the fold, one row each; `copies` counts every record of one.
SELECT
    id, min(object) AS subject, max(recorded) AS recorded,
    (SELECT count(*) FROM core.event AS copy WHERE copy.ident = event.ident) AS copies
FROM core.event
WHERE NOT plain AND source = %(source)s AND status = 'equivocation'
GROUP BY ident, id
ORDER BY max(recorded) DESC, id
LIMIT 500
