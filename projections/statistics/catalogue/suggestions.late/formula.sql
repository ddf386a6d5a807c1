SELECT count(*) FROM {view}.deadline AS r WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.late @> :as_of
