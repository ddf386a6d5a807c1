SELECT count(*) FROM {view}.deadline AS r WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.due @> :as_of
