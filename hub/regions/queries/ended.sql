-- What was said to end on a day, with its name and parent before: of several facts about one code the smallest, which holds.
SELECT DISTINCT ON (r.region) r.region, b.name, b.parent, r.source, r.id
FROM {view}.reform AS r
INNER JOIN {view}.region AS b ON r.region = b.region AND b.valid_to = r.since AND b.valid_from < b.valid_to
WHERE r.kind = 'abolished' AND r.since = %(day)s
ORDER BY r.region, r.time, r.source, r.id
