SELECT count(*) FROM {view}.township AS r
WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.covered @> :as_of
