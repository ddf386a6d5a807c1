-- For each row of an answer how many sources are expected to speak of it and how many were heard: registered for a region
-- in the row's subtree, and with an accepted event whose day lies in the row's period or after it.
CREATE FUNCTION {view}.stat_sources(asked text, dims text[], first date, last date, on_day date)
RETURNS TABLE (place text, month date, expected bigint, heard bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH speaker AS (
    SELECT
        CASE
            WHEN NOT 'region' = ANY (dims) THEN NULL
            WHEN a.chain[1] = asked THEN 'own'
            ELSE a.chain[array_position(a.chain, asked) - 1]
        END AS place,
        (SELECT max(e.day) FROM core.event AS e WHERE e.source = s.source AND e.newest) AS heard
    FROM {view}.source AS s
    INNER JOIN {view}.ancestry AS a ON s.region = a.region
    WHERE s.revoked IS NULL AND a.chain @> ARRAY[asked] AND a.valid_from <= coalesce(on_day, last) AND coalesce(on_day, last) < a.valid_to
),

month AS (
    SELECT NULL::date AS month, stat_sources.first WHERE NOT 'month' = ANY (dims)
    UNION ALL
    SELECT m::date, greatest(m::date, stat_sources.first)
    FROM generate_series(date_trunc('month', stat_sources.first), stat_sources.last, interval '1 month') AS m
    WHERE 'month' = ANY (dims)
)

SELECT
    s.place,
    m.month,
    count(*),
    count(*) FILTER (WHERE s.heard >= coalesce(m.first, s.heard))
FROM speaker AS s
CROSS JOIN month AS m
GROUP BY s.place, m.month
$$;
