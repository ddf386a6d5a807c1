-- A course is there on the days on which somebody completed it.
SELECT r.course AS key, r.chain, r.level, r.kind, r.day AS first, r.day AS last, NULL AS thing, NULL AS congress
FROM {view}.training AS r
WHERE r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known) AND r.day IS NOT NULL AND r.chain && asked
