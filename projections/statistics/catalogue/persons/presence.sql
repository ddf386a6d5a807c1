-- A person is there on the day of each activity that the person took part in.
SELECT r.person AS key, r.chain, r.level, r.kind, r.day AS first, r.day AS last, r.activity AS thing, NULL AS congress
FROM {view}.participation AS r
WHERE r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known) AND r.day IS NOT NULL AND r.chain && asked
