-- A deputy has completed a course on the day of it.
SELECT r.course || ' ' || coalesce(l.person, m.person, '?' || r.mandate) AS key, r.chain, r.level, r.kind, r.day AS first, r.day AS last, NULL AS thing, NULL AS congress
FROM {view}.training AS r
LEFT JOIN {view}.mandate AS m ON r.mandate = m.mandate AND m.known_from <= known AND (m.known_to IS NULL OR m.known_to > known)
LEFT JOIN {view}.alias AS l ON m.person = l.alias AND l.known_from <= known AND (l.known_to IS NULL OR l.known_to > known)
WHERE r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known) AND r.day IS NOT NULL AND r.chain && asked
