SELECT count(*) FROM {view}.participation AS r WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.day <= :as_of AND r.counts
