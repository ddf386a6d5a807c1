SELECT count(DISTINCT (r.course, coalesce(m.person, '?' || r.mandate)))
FROM {view}.training AS r
LEFT JOIN {view}.mandate AS m ON r.mandate = m.mandate AND m.known_to IS NULL
WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.day <= :as_of
