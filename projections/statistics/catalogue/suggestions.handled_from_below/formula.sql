SELECT count(*) FROM {view}.matter AS r
CROSS JOIN LATERAL unnest(r.handlers, r.handler_days) AS h (chain, day)
WHERE
    r.known_to IS NULL AND split_part(h.chain, ' ', 1) = :region AND h.day <= :as_of AND r.counting @> :as_of
    AND EXISTS (
        SELECT
        FROM unnest(r.handlers, r.handler_days) AS b (chain, day)
        WHERE b.day <= h.day AND (string_to_array(b.chain, ' '))[2:] @> ARRAY[:region]
    )
