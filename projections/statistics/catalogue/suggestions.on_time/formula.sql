SELECT count(*) FROM {view}.deadline AS r WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.on_time @> :as_of
