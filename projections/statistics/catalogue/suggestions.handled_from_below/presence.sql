-- A matter that a congress assigned is there for it from the day on which it first did while the matter counts, and begins anew on each day on which
-- it is assigned anew: as in suggestions.handled. It came from below if a congress below had assigned it by the day on which this one first did.
SELECT r.matter || ' ' || w.chain[1] AS key, w.chain, w.level, r.kind, d.first, d.last, NULL AS thing, w.chain[1] AS congress
FROM {view}.matter AS r
CROSS JOIN LATERAL (
    SELECT string_to_array(h.handler, ' ') AS chain, h.level, h.day
    FROM unnest(r.handlers, r.handler_levels, r.handler_days) AS h (handler, level, day)
    WHERE EXISTS (
        SELECT
        FROM unnest(r.handlers, r.handler_days) AS b (handler, day)
        WHERE b.day <= h.day AND (string_to_array(b.handler, ' '))[2:] @> ARRAY[split_part(h.handler, ' ', 1)]
    )
) AS w
CROSS JOIN LATERAL (
    SELECT lower(s.days) AS first, upper(s.days) - 1 AS last
    FROM unnest(datemultirange(daterange(w.day, NULL)) * r.counting) AS s (days)
    UNION ALL
    SELECT a.day, a.day
    FROM (
        SELECT split_part(n.one, ' ', 2)::date AS day FROM unnest(r.handled_again) AS n (one) WHERE split_part(n.one, ' ', 1) = w.chain[1]
    ) AS a
    WHERE r.counting @> a.day
) AS d
WHERE
    r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known) AND r.chain IS NOT NULL AND cardinality(r.handlers) > 1
    AND w.chain && asked
