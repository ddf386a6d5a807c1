SELECT count(DISTINCT coalesce(l.person, r.person)) FROM {view}.mandate AS r
LEFT JOIN {view}.alias AS l ON r.person = l.alias AND l.known_to IS NULL
WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.held @> :as_of
