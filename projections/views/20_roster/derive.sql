-- A roster is derived for each span of recorded days on which the same was known of it.
WITH said AS MATERIALIZED (
    SELECT s.*, coalesce((s.data ->> 'valid_from')::date, s.day) AS since
    FROM touched_roster AS t
    INNER JOIN {view}.statement AS s ON t.station = s.object
    WHERE s.type = 'cn.npc.station.roster_changed.v1'
),

turn AS (
    SELECT s.object, s.known_from AS day FROM said AS s
    UNION
    SELECT s.object, s.known_to FROM said AS s WHERE s.known_to IS NOT NULL
),

span AS (
    SELECT t.object, t.day AS known_from, lead(t.day) OVER (PARTITION BY t.object ORDER BY t.day) AS known_to FROM turn AS t
),

-- Of several from one day the last; each ends where the next begins.
word AS MATERIALIZED (
    SELECT
        o.*,
        lead(o.since) OVER (PARTITION BY o.station, o.known_from ORDER BY o.since) AS until
    FROM (
        SELECT DISTINCT ON (p.object, p.known_from, s.since)
            p.object AS station, p.known_from, p.known_to, s.since, s.region, s.data
        FROM span AS p
        INNER JOIN said AS s
            ON p.object = s.object AND s.known_from <= p.known_from AND (s.known_to IS NULL OR p.known_from < s.known_to)
        ORDER BY p.object, p.known_from, s.since, s.time DESC, s.speaker DESC, s.id DESC
    ) AS o
),

gathered AS (
    SELECT
        p.object AS station,
        p.known_from,
        coalesce(array_agg(DISTINCT s.ident ORDER BY s.ident) FILTER (WHERE s.disputed), '{}') AS disputes,
        core.gathered(a.chain) AS chains
    FROM span AS p
    INNER JOIN said AS s
        ON p.object = s.object AND s.known_from <= p.known_from AND (s.known_to IS NULL OR p.known_from < s.known_to)
    CROSS JOIN LATERAL {view}.place_on(s.region, s.day) AS a
    GROUP BY p.object, p.known_from
),

-- Lists with a mandate that nobody has registered: all of them asked at once.
strange AS MATERIALIZED (
    SELECT DISTINCT w.station, w.known_from, w.since
    FROM word AS w
    CROSS JOIN LATERAL jsonb_array_elements_text(w.data -> 'mandates') AS m (one)
    LEFT JOIN {view}.mandate AS o ON m.one = o.mandate AND o.known_to IS NULL
    WHERE o.mandate IS NULL
)

SELECT
    w.station,
    w.since AS day,
    w.until AS ended,
    ARRAY(SELECT DISTINCT m.one FROM jsonb_array_elements_text(coalesce(w.data -> 'mandates', '[]')) AS m (one) ORDER BY 1) AS mandates,
    coalesce(n.chain, a.chain) AS chain,
    g.disputes,
    core.united(coalesce(n.seen, '{}') || g.chains) AS seen,
    array_remove(
        ARRAY[
            CASE WHEN g.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN n.station IS NULL THEN 'STATION_UNKNOWN' END,
            CASE WHEN x.station IS NOT NULL THEN 'MANDATE_UNKNOWN' END
        ],
        NULL
    ) AS anomalies,
    w.known_from,
    w.known_to
FROM word AS w
INNER JOIN gathered AS g ON w.station = g.station AND w.known_from = g.known_from
CROSS JOIN LATERAL {view}.place_on(w.region, w.since) AS a
-- Stations and mandates as known now, as they only say what is implausible, and who may see it.
LEFT JOIN strange AS x ON w.station = x.station AND w.known_from = x.known_from AND w.since = x.since
LEFT JOIN {view}.station AS n ON w.station = n.station AND n.known_to IS NULL AND n.day IS NOT NULL
