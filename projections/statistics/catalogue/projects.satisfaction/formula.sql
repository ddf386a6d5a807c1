SELECT coalesce(sum(e.satisfied + e.basically + e.dissatisfied), 0)
FROM {view}.project AS r
CROSS JOIN LATERAL (
    SELECT u.* FROM unnest(r.evaluated, r.satisfied, r.basically, r.dissatisfied) WITH ORDINALITY AS u (day, satisfied, basically, dissatisfied, place)
    WHERE u.day <= :as_of
    ORDER BY u.place DESC
    LIMIT 1
) AS e
WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region]
