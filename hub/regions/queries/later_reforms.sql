-- What was said of codes of these provinces after they were established that holds from a day on or from later, the smallest first.
SELECT r.region, r.kind, r.since AS day, r.ends, r.name, r.parent, r.source, r.id
FROM {view}.reform AS r
WHERE left(r.region, 2) = ANY(%(provinces)s) AND r.since >= %(day)s
ORDER BY r.region, r.time, r.source, r.id
