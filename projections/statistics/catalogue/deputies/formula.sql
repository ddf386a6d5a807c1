SELECT count(DISTINCT r.person) FROM {view}.mandate AS r
WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.day <= :as_of AND (r.ended IS NULL OR r.ended > :as_of)
