SELECT count(*) FROM {view}.evaluation AS r
CROSS JOIN LATERAL unnest(r.firsts) AS g (days)
WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.promise = '' AND g.days @> :as_of
