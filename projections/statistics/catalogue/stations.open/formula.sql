SELECT count(*) FROM {view}.station AS r
WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND {view}.days_open(r.steps) @> :as_of
