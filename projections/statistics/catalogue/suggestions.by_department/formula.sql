SELECT count(*) FROM {view}.matter AS r
CROSS JOIN LATERAL unnest(r.departments, r.roles, r.stays) AS d (department, role, stay)
WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND d.stay * r.counting @> :as_of
