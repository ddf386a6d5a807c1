SELECT count(*) FROM {view}.project AS r WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.listed <= :as_of
