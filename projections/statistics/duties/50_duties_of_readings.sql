-- What the rule for reading asks of each suggestion that a congress under a region received, as known at the end of a recorded day. It lies at the
-- congress of the source that minted it, from the day on which it was submitted or registered, while it is not returned, turned into a letter or
-- withdrawn. `done`: by how many it was read by `last`; `met`: from the day on which as many as the rule of its first day asks for had read it.
CREATE FUNCTION {view}.duties_of_readings(asked text, last date, known date)
RETURNS TABLE (
    key text, kind text, since date, chain text [], level text, amount integer, done bigint, required datemultirange, met datemultirange
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH rule AS MATERIALIZED (
    SELECT r.* FROM {view}.rule AS r WHERE r.step = 'reading_level'
),

-- Where a system may have minted one, on any day.
region AS MATERIALIZED (
    SELECT DISTINCT a.region
    FROM rule AS r
    INNER JOIN {view}.ancestry AS a ON a.chain @> ARRAY[r.jurisdiction]
    WHERE a.chain @> ARRAY[asked]
),

suggestion AS MATERIALIZED (
    SELECT s.suggestion, s.kind, s.entered, s.closed, p.chain, p.level, o.amount
    FROM {view}.suggestion AS s
    CROSS JOIN LATERAL {view}.place_on(split_part(s.suggestion, '/', 3), s.entered) AS p
    CROSS JOIN LATERAL {view}.rule_on('reading_level', p.chain, p.level, s.entered) AS o
    WHERE
        EXISTS (SELECT FROM rule) AND s.entered <= duties_of_readings.last AND s.known_from <= known AND (s.known_to IS NULL OR s.known_to > known)
        AND split_part(s.suggestion, '/', 3) IN (SELECT g.region FROM region AS g) AND p.chain @> ARRAY[asked]
)

SELECT
    s.suggestion, s.kind, s.entered, s.chain, s.level, s.amount,
    (SELECT count(*) FROM unnest(r.days) AS u (day) WHERE u.day <= duties_of_readings.last),
    datemultirange(daterange(s.entered, NULL)) - s.closed,
    CASE
        WHEN r.days[s.amount] IS NULL THEN '{}'
        ELSE datemultirange(daterange(greatest(s.entered, r.days[s.amount]), NULL)) - s.closed
    END
FROM suggestion AS s
LEFT JOIN LATERAL (
    SELECT array_agg(d.day ORDER BY d.day) AS days
    FROM {view}.deed AS d
    WHERE s.suggestion = d.deed AND d.step = 'reading_level' AND d.known_from <= known AND (d.known_to IS NULL OR d.known_to > known)
) AS r ON TRUE
$$;
