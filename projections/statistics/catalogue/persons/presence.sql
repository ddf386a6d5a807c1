-- A person is there on the day of each activity that the person took part in.
SELECT r.person AS key, r.chain, r.level, r.kind, r.day AS first, r.day AS last
FROM {view}.participation AS r
WHERE r.known_to IS NULL AND r.day IS NOT NULL AND r.chain @> ARRAY[asked]
