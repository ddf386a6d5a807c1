SELECT count(*) FROM {view}.project AS r WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.collected <= :as_of
