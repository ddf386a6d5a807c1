SELECT coalesce(sum(y.money), 0)
FROM {view}.yield AS r
CROSS JOIN LATERAL (
    SELECT u.money FROM unnest(r.days, r.money) WITH ORDINALITY AS u (day, money, place) WHERE u.day <= :as_of ORDER BY u.place DESC LIMIT 1
) AS y
WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.day <= :as_of
