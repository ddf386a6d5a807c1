SELECT count(DISTINCT (r.course, coalesce(l.person, m.person, '?' || r.mandate)))
FROM {view}.training AS r
LEFT JOIN {view}.mandate AS m ON r.mandate = m.mandate AND m.known_to IS NULL
LEFT JOIN {view}.alias AS l ON m.person = l.alias AND l.known_to IS NULL
WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.day <= :as_of
