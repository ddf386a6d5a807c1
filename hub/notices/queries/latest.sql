-- The latest notices about what some sources minted.
SELECT t.id::text, t.object, t.rule, t.day, t.at
FROM core.told AS t
WHERE t.source = ANY(%(sources)s::text[])
ORDER BY t.off DESC
LIMIT 500
