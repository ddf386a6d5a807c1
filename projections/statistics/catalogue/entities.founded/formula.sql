SELECT coalesce(sum(y.entities), 0)
FROM {view}.yield AS r
CROSS JOIN LATERAL (
    SELECT u.entities FROM unnest(r.days, r.entities) WITH ORDINALITY AS u (day, entities, place) WHERE u.day <= :as_of ORDER BY u.place DESC LIMIT 1
) AS y
WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.day <= :as_of
