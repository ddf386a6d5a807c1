-- An activity is derived for each span of recorded days on which the same statements about it stood.
WITH said AS MATERIALIZED (
    SELECT
        s.object AS activity,
        s.type = 'cn.npc.activity.held.v1' AS held,
        s.type = 'cn.npc.activity.cancelled.v1' AS cancelled,
        core.minter(s.object) = ANY (coalesce(h.line, ARRAY[s.speaker])) AS minted,
        s.speaker,
        s.id,
        s.ident,
        s.time,
        s.day,
        s.region,
        s.data,
        s.data - '{activity,participants,co_units}'::text [] AS single,
        s.disputed,
        s.known_from,
        s.known_to
    FROM touched_activity AS t
    INNER JOIN {view}.statement AS s ON t.activity = s.object
    LEFT JOIN {view}.source AS h ON s.speaker = h.source
    WHERE s.type IN ('cn.npc.activity.announced.v1', 'cn.npc.activity.held.v1', 'cn.npc.activity.cancelled.v1')
),

turn AS (
    SELECT s.activity, s.known_from AS day FROM said AS s
    UNION
    SELECT s.activity, s.known_to FROM said AS s WHERE s.known_to IS NOT NULL
),

span AS (
    SELECT t.activity, t.day AS since, lead(t.day) OVER (PARTITION BY t.activity ORDER BY t.day) AS until FROM turn AS t
),

standing AS MATERIALIZED (
    SELECT p.since, p.until, s.*
    FROM span AS p
    INNER JOIN said AS s
        ON p.activity = s.activity AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
),

-- Whose word it is: of those who say that it was held (else: that it will be) the source that minted the id, its latest
-- statement; if it has not spoken the smallest source.
word AS MATERIALIZED (
    SELECT DISTINCT ON (s.activity, s.since) s.*
    FROM standing AS s
    ORDER BY
        s.activity, s.since, s.held DESC, s.cancelled, s.minted DESC,
        CASE WHEN s.minted THEN s.time END DESC NULLS LAST, CASE WHEN s.minted THEN s.id END DESC NULLS LAST, s.speaker, s.id
),

-- Whether it is off: the same order among those who say that it was held and those who say that it was cancelled.
verdict AS (
    SELECT DISTINCT ON (s.activity, s.since) s.activity, s.since, s.cancelled
    FROM standing AS s
    WHERE s.held OR s.cancelled
    ORDER BY
        s.activity, s.since, s.minted DESC,
        CASE WHEN s.minted THEN s.time END DESC NULLS LAST, CASE WHEN s.minted THEN s.id END DESC NULLS LAST, s.speaker, s.id
),

gathered AS (
    SELECT
        s.activity,
        s.since,
        coalesce(array_agg(DISTINCT s.speaker ORDER BY s.speaker) FILTER (WHERE s.held), '{}') AS sources,
        coalesce(array_agg(DISTINCT s.ident ORDER BY s.ident) FILTER (WHERE s.disputed), '{}') AS disputes,
        bool_or(s.held AND (s.time <> w.time OR s.single || w.single <> w.single || s.single)) AS differ
    FROM standing AS s
    INNER JOIN word AS w ON s.activity = w.activity AND s.since = w.since
    GROUP BY s.activity, s.since
),

member AS (
    SELECT
        s.activity,
        s.since,
        coalesce(array_agg(DISTINCT m.mandate ORDER BY m.mandate) FILTER (WHERE m.mandate IS NOT NULL), '{}') AS mandates,
        coalesce(array_agg(DISTINCT m.unit ORDER BY m.unit) FILTER (WHERE m.unit IS NOT NULL), '{}') AS co_units
    FROM standing AS s
    CROSS JOIN LATERAL (
        SELECT p ->> 'mandate' AS mandate, NULL AS unit FROM jsonb_array_elements(s.data -> 'participants') AS p
        UNION ALL
        SELECT NULL, u FROM jsonb_array_elements_text(s.data -> 'co_units') AS u
    ) AS m
    WHERE s.held
    GROUP BY s.activity, s.since
),

-- Where the host lies, else the acting unit.
host AS (
    SELECT w.activity, w.since, w.day, u.unit IS NULL AS unknown, coalesce(u.region, w.region) AS region
    FROM word AS w
    LEFT JOIN {view}.unit AS u ON w.data ->> 'host_unit' = u.unit
),

place AS MATERIALIZED (
    SELECT h.*, a.region IS NULL AS invalid, coalesce(a.chain, p.chain) AS chain, coalesce(a.level, p.level) AS level
    FROM host AS h
    LEFT JOIN {view}.ancestry AS a ON h.region = a.region AND a.valid_from <= h.day AND h.day < a.valid_to
    LEFT JOIN LATERAL (SELECT o.* FROM {view}.place_on(h.region, h.day) AS o WHERE a.region IS NULL) AS p ON TRUE
),

-- Who may see it: the ancestries of where it lies, of the acting units and of the units it names.
sight AS (
    SELECT p.activity, p.since, p.region, p.chain FROM place AS p
    UNION ALL
    SELECT s.activity, s.since, s.region, p.chain
    FROM standing AS s
    INNER JOIN place AS o ON s.activity = o.activity AND s.since = o.since
    CROSS JOIN LATERAL {view}.place_on(s.region, s.day) AS p
    WHERE s.region <> o.region OR s.day <> o.day
    UNION ALL
    SELECT m.activity, m.since, u.region, p.chain
    FROM member AS m
    INNER JOIN word AS w ON m.activity = w.activity AND m.since = w.since
    CROSS JOIN unnest(m.co_units) AS c (unit)
    INNER JOIN {view}.unit AS u ON c.unit = u.unit
    CROSS JOIN LATERAL {view}.place_on(u.region, w.day) AS p
),

seen AS (
    SELECT
        s.activity,
        s.since,
        CASE WHEN min(s.region) = max(s.region) THEN ARRAY[min(s.region)] ELSE array_agg(DISTINCT s.region ORDER BY s.region) END AS places,
        CASE WHEN min(s.chain) = max(s.chain) THEN min(s.chain) ELSE core.united(core.gathered(s.chain)) END AS seen
    FROM sight AS s
    GROUP BY s.activity, s.since
)

SELECT
    w.activity,
    CASE WHEN v.cancelled THEN 'cancelled' WHEN w.held THEN 'held' ELSE 'announced' END AS state,
    coalesce(w.data ->> 'kind', '') AS kind,
    coalesce(w.data ->> 'title', w.data ->> 'theme') AS title,
    w.data ->> 'topic' AS topic,
    w.data ->> 'station' AS station,
    coalesce(w.data ->> 'start', w.data ->> 'planned') AS starts,
    w.data ->> 'end' AS ends,
    w.data ->> 'host_unit' AS host_unit,
    coalesce(m.co_units, '{}') AS co_units,
    coalesce(m.mandates, '{}') AS mandates,
    (w.data #>> '{counts,people}')::bigint AS people,
    (w.data #>> '{counts,batches}')::bigint AS batches,
    (w.data #>> '{counts,households}')::bigint AS households,
    (w.data #>> '{counts,items}')::bigint AS items,
    g.sources,
    p.region,
    s.places,
    p.chain,
    p.level,
    w.time,
    CASE WHEN w.held AND NOT v.cancelled THEN w.day END AS day,
    g.disputes,
    s.seen,
    array_remove(
        ARRAY[
            CASE WHEN g.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN g.differ THEN 'VALUES_DIFFER' END,
            CASE WHEN w.cancelled THEN 'CANCELLED_UNANNOUNCED' END,
            CASE WHEN w.held AND p.unknown THEN 'HOST_UNKNOWN' END,
            CASE WHEN p.invalid THEN 'REGION_NOT_VALID' END,
            CASE WHEN w.data ? 'station' AND t.station IS NULL THEN 'STATION_UNKNOWN' END
        ],
        NULL
    ) AS anomalies,
    w.since AS known_from,
    w.until AS known_to
FROM word AS w
INNER JOIN gathered AS g ON w.activity = g.activity AND w.since = g.since
INNER JOIN place AS p ON w.activity = p.activity AND w.since = p.since
LEFT JOIN verdict AS v ON w.activity = v.activity AND w.since = v.since
LEFT JOIN member AS m ON w.activity = m.activity AND w.since = m.since
INNER JOIN seen AS s ON w.activity = s.activity AND w.since = s.since
LEFT JOIN {view}.station AS t ON w.data ->> 'station' = t.station AND t.known_to IS NULL
