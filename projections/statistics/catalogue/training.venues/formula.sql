SELECT count(DISTINCT (r.course, r.kind, r.venue)) FROM {view}.training AS r WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.day <= :as_of AND r.venue IS NOT NULL
