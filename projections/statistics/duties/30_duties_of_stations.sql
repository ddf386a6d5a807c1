-- What the standard of stations asks of each station under a region while it is open, as known at the end of a recorded day. `required`: the
-- happened days on which a rule holds there; `met`: those of these on which as many items as it asks for were said last. `amount` and `done` are
-- those of `last`. A row for each tier that it has been, with the days on which it was that.
CREATE FUNCTION {view}.duties_of_stations(asked text, last date, known date)
RETURNS TABLE (
    key text, kind text, since date, chain text [], level text, amount integer, done bigint, required datemultirange, met datemultirange
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH rule AS MATERIALIZED (
    SELECT r.* FROM {view}.rule AS r WHERE r.step = 'station_standard'
),

station AS MATERIALIZED (
    SELECT s.station, s.tiers, s.tier_days, s.chain, s.level, s.day, {view}.days_open(s.steps) AS open
    FROM {view}.station AS s
    WHERE
        EXISTS (SELECT FROM rule) AND s.day <= duties_of_stations.last AND s.known_from <= known AND (s.known_to IS NULL OR s.known_to > known)
        AND s.chain @> ARRAY[asked]
        AND EXISTS (SELECT FROM rule AS r WHERE s.chain @> ARRAY[r.jurisdiction] AND r.level IN ('', s.level))
),

-- From which day on how many items were met.
said AS (
    SELECT s.station, d.day, d.amount
    FROM station AS s
    CROSS JOIN LATERAL (
        SELECT n.day, n.amount
        FROM {view}.deed AS n
        WHERE
            s.station = n.deed AND n.step = 'station_standard' AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
            AND n.day <= duties_of_stations.last
        OFFSET 0
    ) AS d
),

-- Days on which another rule or another number may hold.
turn AS (
    SELECT t.station, t.day, lead(t.day) OVER (PARTITION BY t.station ORDER BY t.day) AS next
    FROM (
        SELECT s.station, s.day FROM station AS s
        UNION
        SELECT s.station, u.day
        FROM station AS s
        INNER JOIN rule AS r ON s.chain @> ARRAY[r.jurisdiction] AND r.level IN ('', s.level)
        CROSS JOIN LATERAL (VALUES (r.valid_from), (nullif(r.valid_to, 'infinity'))) AS u (day)
        WHERE u.day > s.day
        UNION
        SELECT a.station, a.day FROM said AS a
    ) AS t
),

stretch AS (
    SELECT
        s.station, t.day, datemultirange(daterange(t.day, t.next)) * s.open AS days, r.amount,
        coalesce((SELECT a.amount FROM said AS a WHERE a.station = s.station AND a.day <= t.day ORDER BY a.day DESC LIMIT 1), 0) AS done
    FROM station AS s
    INNER JOIN turn AS t ON s.station = t.station
    CROSS JOIN LATERAL {view}.rule_on('station_standard', s.chain, s.level, t.day) AS r
    WHERE t.day >= s.day
),

whole AS (
    SELECT
        t.station,
        min(lower(t.days)) AS since,
        (array_agg(t.amount ORDER BY t.day DESC) FILTER (WHERE t.day <= duties_of_stations.last))[1] AS amount,
        (array_agg(t.done ORDER BY t.day DESC) FILTER (WHERE t.day <= duties_of_stations.last))[1]::bigint AS done,
        range_agg(t.days) AS required,
        coalesce(range_agg(t.days) FILTER (WHERE t.done >= t.amount), '{}') AS met
    FROM stretch AS t
    GROUP BY t.station
),

tier AS (
    SELECT s.station, t.tier, range_agg(daterange(t.since, s.tier_days[t.place + 1])) AS days
    FROM station AS s
    CROSS JOIN LATERAL unnest(s.tiers, s.tier_days) WITH ORDINALITY AS t (tier, since, place)
    GROUP BY s.station, t.tier
)

SELECT s.station, t.tier, w.since, s.chain, s.level, w.amount, w.done, w.required * t.days, w.met * t.days
FROM station AS s
INNER JOIN whole AS w ON s.station = w.station
INNER JOIN tier AS t ON s.station = t.station
WHERE NOT isempty(w.required * t.days)
$$;
