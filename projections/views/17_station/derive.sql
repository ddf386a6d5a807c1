-- A station is derived for each span of recorded days on which the same statements about it stood.
WITH said AS MATERIALIZED (
    SELECT
        s.*,
        s.type = 'cn.npc.station.opened.v1' AS opened,
        s.type = 'cn.npc.station.changed.v1' AS altered,
        coalesce((s.data ->> 'valid_from')::date, s.day) AS since
    FROM touched_station AS t
    INNER JOIN {view}.statement AS s ON t.station = s.object
    WHERE s.type IN ('cn.npc.station.opened.v1', 'cn.npc.station.closed.v1', 'cn.npc.station.changed.v1')
),

turn AS (
    SELECT s.object, s.known_from AS day FROM said AS s
    UNION
    SELECT s.object, s.known_to FROM said AS s WHERE s.known_to IS NOT NULL
),

span AS (
    SELECT t.object, t.day AS known_from, lead(t.day) OVER (PARTITION BY t.object ORDER BY t.day) AS known_to FROM turn AS t
),

standing AS MATERIALIZED (
    SELECT
        p.object AS station, p.known_from, p.known_to,
        s.speaker, s.id, s.ident, s.time, s.day, s.region, s.data, s.disputed, s.opened, s.altered, s.since,
        -- A step is a fact that says something else than the one before it; closed is how a station begins.
        NOT s.altered AND s.opened <> lag(s.opened, 1, FALSE) OVER (
            PARTITION BY p.object, p.known_from, s.altered ORDER BY s.since, s.time, s.speaker, s.id
        ) AS step
    FROM span AS p
    INNER JOIN said AS s
        ON p.object = s.object AND s.known_from <= p.known_from AND (s.known_to IS NULL OR p.known_from < s.known_to)
),

word AS (
    SELECT DISTINCT ON (s.station, s.known_from) s.*
    FROM standing AS s
    WHERE NOT s.altered
    ORDER BY s.station, s.known_from, s.opened DESC, s.since, s.time, s.speaker, s.id
),

-- What became of it: of changes from one day on the last by (time, source, id) holds.
turned AS (
    SELECT
        s.*,
        s.altered AND s.data ? 'tier' AND s.turn = min(s.turn) FILTER (WHERE s.data ? 'tier') OVER (
            PARTITION BY s.station, s.known_from, s.altered, s.since
        ) AS tier_holds
    FROM (
        SELECT
            n.*,
            row_number() OVER (PARTITION BY n.station, n.known_from, n.altered, n.since ORDER BY n.time DESC, n.speaker DESC, n.id DESC) AS turn
        FROM standing AS n
    ) AS s
),

gathered AS (
    SELECT
        s.station,
        s.known_from,
        coalesce(array_agg(s.since ORDER BY s.since, s.time, s.speaker, s.id) FILTER (WHERE s.step), '{}') AS steps,
        coalesce(array_agg(DISTINCT s.ident ORDER BY s.ident) FILTER (WHERE s.disputed), '{}') AS disputes,
        core.gathered(a.chain) AS chains,
        bool_or(s.opened AND NOT s.step AND s.data || w.data <> w.data || s.data) AS differ,
        bool_or(NOT s.opened AND NOT s.step AND NOT s.altered) AS unopened,
        array_agg(s.data ->> 'tier' ORDER BY s.since) FILTER (WHERE s.tier_holds) AS tiers,
        array_agg(s.since ORDER BY s.since) FILTER (WHERE s.tier_holds) AS tier_days,
        (array_agg(s.data ->> 'name' ORDER BY s.since DESC, s.turn) FILTER (WHERE s.altered AND s.data ? 'name'))[1] AS name,
        (array_agg(s.data ->> 'host_unit' ORDER BY s.since DESC, s.turn) FILTER (WHERE s.altered AND s.data ? 'host_unit'))[1] AS host_unit
    FROM turned AS s
    INNER JOIN word AS w ON s.station = w.station AND s.known_from = w.known_from
    CROSS JOIN LATERAL {view}.place_on(s.region, s.day) AS a
    GROUP BY s.station, s.known_from
)

SELECT
    w.station,
    coalesce(g.name, w.data ->> 'name') AS name,
    coalesce(g.tiers[cardinality(g.tiers)], w.data ->> 'tier', '') AS kind,
    coalesce(w.data ->> 'tier', '') || coalesce(g.tiers, '{}') AS tiers,
    '-infinity'::date || coalesce(g.tier_days, '{}') AS tier_days,
    coalesce(g.host_unit, w.data ->> 'host_unit') AS host_unit,
    w.data ->> 'region' AS region,
    CASE WHEN w.opened THEN a.chain END AS chain,
    CASE WHEN w.opened THEN a.level END AS level,
    g.steps,
    g.steps[1] AS day,
    CASE WHEN cardinality(g.steps) % 2 = 0 THEN g.steps[cardinality(g.steps)] END AS ended,
    g.disputes,
    core.united(a.chain || h.chain || g.chains) AS seen,
    array_remove(
        ARRAY[
            CASE WHEN g.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN g.differ THEN 'VALUES_DIFFER' END,
            CASE WHEN g.unopened THEN 'STATION_CLOSED_UNOPENED' END,
            CASE WHEN w.opened AND r.region IS NULL THEN 'REGION_NOT_VALID' END
        ],
        NULL
    ) AS anomalies,
    w.known_from,
    w.known_to
FROM word AS w
INNER JOIN gathered AS g ON w.station = g.station AND w.known_from = g.known_from
CROSS JOIN LATERAL {view}.place_on(w.data ->> 'region', w.since) AS a
LEFT JOIN {view}.unit AS u ON coalesce(g.host_unit, w.data ->> 'host_unit') = u.unit AND u.since <= w.since AND w.since < u.until
LEFT JOIN LATERAL {view}.place_on(u.region, w.since) AS h ON u.unit IS NOT NULL
LEFT JOIN {view}.ancestry AS r ON w.data ->> 'region' = r.region AND r.valid_from <= w.since AND w.since < r.valid_to
