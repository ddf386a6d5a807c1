SELECT count(*) FROM {view}.matter AS r WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.supervised @> :as_of
