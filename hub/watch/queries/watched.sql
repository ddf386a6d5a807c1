-- What the watch of deadlines asks of the live views, and they have not: another release made them.
SELECT w.name
FROM core.view_version AS v
CROSS JOIN (VALUES ('to_tell(date,integer)'), ('heed(integer)'), ('heeded(date,integer)')) AS w (name)
WHERE v.live AND to_regprocedure('view_' || v.version || '.' || w.name) IS NULL
ORDER BY w.name
