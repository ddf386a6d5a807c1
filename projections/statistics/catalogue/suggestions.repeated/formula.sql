SELECT count(*) FROM {view}.recurrence AS r WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.counting @> :as_of
