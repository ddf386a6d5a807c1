-- A venue of a course is there on the days on which somebody completed it there.
SELECT r.course || ' ' || r.kind || ' ' || r.venue AS key, r.chain, r.level, r.kind, r.day AS first, r.day AS last, NULL AS thing, NULL AS congress
FROM {view}.training AS r
WHERE r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known) AND r.day IS NOT NULL AND r.chain && asked AND r.venue IS NOT NULL
