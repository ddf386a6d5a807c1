SELECT count(*) FROM {view}.project AS r WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.completed @> :as_of
