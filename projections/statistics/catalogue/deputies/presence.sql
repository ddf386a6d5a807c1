-- A deputy is there from the day on which a mandate starts to the day before it ends.
SELECT r.person AS key, r.chain, r.level, '' AS kind, r.day AS first, r.ended - 1 AS last
FROM {view}.mandate AS r
WHERE r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known) AND r.day IS NOT NULL AND r.chain @> ARRAY[asked]
