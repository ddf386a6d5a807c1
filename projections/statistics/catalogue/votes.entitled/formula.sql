SELECT count(*) FROM {view}.township AS r
WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.level = 'town' AND r.day <= :as_of AND (r.ended IS NULL OR r.ended > :as_of)
