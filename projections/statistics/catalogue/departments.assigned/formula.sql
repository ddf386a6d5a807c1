SELECT count(*) FROM {view}.matter AS m
CROSS JOIN LATERAL unnest(m.members) AS u (suggestion)
INNER JOIN {view}.suggestion AS s ON u.suggestion = s.suggestion AND s.known_to IS NULL
CROSS JOIN LATERAL unnest(s.departments, s.roles, s.stays) AS d (department, role, stay)
WHERE m.known_to IS NULL AND m.chain @> ARRAY[:region] AND d.stay * (m.counting - s.closed) @> :as_of
