-- An activity is derived for each span of recorded days on which the same statements about it stood. Nearly always there is one
-- statement, which needs no deciding; where there are several it is decided whose word holds, and what of theirs unites.
WITH rest AS MATERIALIZED (
    -- What has a plain life is there already.
    SELECT t.activity FROM touched_activity AS t WHERE NOT EXISTS (SELECT FROM came_activity AS f WHERE f.activity = t.activity)
),

said AS MATERIALIZED (
    SELECT
        t.activity,
        s.type = 'cn.npc.activity.held.v1' AS held,
        s.type = 'cn.npc.activity.cancelled.v1' AS cancelled,
        s.speaker,
        s.id,
        s.ident,
        s.time,
        s.day,
        s.region,
        s.data,
        s.disputed,
        -- Asked once whether any unit is closed at all.
        EXISTS (SELECT FROM {view}.unit AS u WHERE u.closed IS NOT NULL)
        AND EXISTS (SELECT FROM {view}.unit AS u WHERE u.unit = s.unit AND u.closed <= s.day) AS after_closing,
        s.known_from,
        s.known_to
    FROM rest AS t
    -- Few are left, whatever the planner thinks: a look into the index for each.
    CROSS JOIN LATERAL (
        SELECT n.*
        FROM {view}.statement AS n
        WHERE
            t.activity = n.object
            AND n.type IN ('cn.npc.activity.announced.v1', 'cn.npc.activity.held.v1', 'cn.npc.activity.cancelled.v1')
        OFFSET 0
    ) AS s
),

alone AS MATERIALIZED (
    SELECT s.activity FROM said AS s GROUP BY s.activity HAVING count(*) = 1
),

several AS MATERIALIZED (
    SELECT
        s.*,
        core.minter(s.activity) = ANY (coalesce(h.line, ARRAY[s.speaker])) AS minted,
        s.data - '{activity,participants,co_units}'::text [] AS single
    FROM said AS s
    LEFT JOIN {view}.source AS h ON s.speaker = h.source
    WHERE NOT EXISTS (SELECT 1 FROM alone AS a WHERE s.activity = a.activity)
),

turn AS (
    SELECT s.activity, s.known_from AS day FROM several AS s
    UNION
    SELECT s.activity, s.known_to FROM several AS s WHERE s.known_to IS NOT NULL
),

span AS (
    SELECT t.activity, t.day AS since, lead(t.day) OVER (PARTITION BY t.activity ORDER BY t.day) AS until FROM turn AS t
),

-- `weight`: the source that minted the id first, its latest statement; if it has not spoken the smallest source.
standing AS MATERIALIZED (
    SELECT
        p.since,
        p.until,
        s.*,
        row_number() OVER (
            PARTITION BY s.activity, p.since
            ORDER BY
                s.minted DESC, CASE WHEN s.minted THEN s.time END DESC NULLS LAST,
                CASE WHEN s.minted THEN s.id END DESC NULLS LAST, s.speaker, s.id
        ) AS weight
    FROM span AS p
    INNER JOIN several AS s
        ON p.activity = s.activity AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
),

-- Whose word it is: of those who say that it was held, else that it will be.
word AS MATERIALIZED (
    SELECT DISTINCT ON (s.activity, s.since) s.*
    FROM standing AS s
    ORDER BY s.activity, s.since, s.held DESC, s.cancelled, s.weight
),

gathered AS (
    SELECT
        s.activity,
        s.since,
        -- Whether it is off is said by those who say that it was held, or that it was cancelled.
        (array_agg(s.cancelled ORDER BY s.weight) FILTER (WHERE s.held OR s.cancelled))[1] AS off,
        coalesce(array_agg(DISTINCT s.speaker ORDER BY s.speaker) FILTER (WHERE s.held), '{}') AS sources,
        coalesce(array_agg(DISTINCT s.ident ORDER BY s.ident) FILTER (WHERE s.disputed), '{}') AS disputes,
        bool_or(s.held AND (s.time <> w.time OR s.single || w.single <> w.single || s.single)) AS differ,
        bool_or(s.after_closing) AS after_closing,
        jsonb_agg(s.data -> 'participants') FILTER (WHERE s.held AND s.data ? 'participants') AS participants,
        jsonb_agg(s.data -> 'co_units') FILTER (WHERE s.held AND s.data ? 'co_units') AS co_units
    FROM standing AS s
    INNER JOIN word AS w ON s.activity = w.activity AND s.since = w.since
    GROUP BY s.activity, s.since
),

told AS (
    SELECT
        s.activity, s.held, s.cancelled, s.cancelled AS off, s.time, s.day, s.region, s.data,
        CASE WHEN s.held THEN ARRAY[s.speaker] ELSE '{}' END AS sources,
        CASE WHEN s.disputed THEN ARRAY[s.ident] ELSE '{}' END AS disputes,
        FALSE AS differ,
        s.after_closing,
        CASE WHEN s.held THEN jsonb_build_array(s.data -> 'participants') END AS participants,
        CASE WHEN s.held AND s.data ? 'co_units' THEN jsonb_build_array(s.data -> 'co_units') END AS co_units,
        s.known_from,
        s.known_to
    FROM said AS s
    INNER JOIN alone AS a ON s.activity = a.activity
    UNION ALL
    SELECT
        w.activity, w.held, w.cancelled, coalesce(g.off, FALSE), w.time, w.day, w.region, w.data,
        g.sources, g.disputes, g.differ, g.after_closing, g.participants, g.co_units, w.since, w.until
    FROM word AS w
    INNER JOIN gathered AS g ON w.activity = g.activity AND w.since = g.since
),

-- Where the host lies, else the acting unit.
lying AS (
    SELECT t.*, u.unit IS NULL AS hostless, coalesce(u.closed <= t.day, FALSE) OR t.after_closing AS late, coalesce(u.region, t.region) AS place
    FROM told AS t
    LEFT JOIN {view}.unit AS u ON t.data ->> 'host_unit' = u.unit AND u.since <= t.day AND t.day < u.until
),

placed AS MATERIALIZED (
    SELECT
        l.*,
        a.region IS NULL AS invalid,
        coalesce(a.chain, p.chain) AS chain,
        coalesce(a.level, p.level) AS of_level,
        CASE
            WHEN l.participants IS NULL THEN '{}'
            ELSE ARRAY(SELECT DISTINCT m #>> '{}' FROM jsonb_path_query(l.participants, '$[*][*].mandate') AS m ORDER BY 1)
        END AS mandates,
        CASE
            WHEN l.co_units IS NULL THEN '{}'
            ELSE ARRAY(SELECT DISTINCT c #>> '{}' FROM jsonb_path_query(l.co_units, '$[*][*]') AS c ORDER BY 1)
        END AS helpers
    FROM lying AS l
    LEFT JOIN {view}.ancestry AS a ON l.place = a.region AND a.valid_from <= l.day AND l.day < a.valid_to
    LEFT JOIN LATERAL (SELECT o.* FROM {view}.place_on(l.place, l.day) AS o WHERE a.region IS NULL OFFSET 0) AS p ON TRUE
),

-- Who else may see it: the ancestries of the acting units and of the units it names.
other AS (
    SELECT p.activity, p.known_from, p.region, p.day
    FROM placed AS p
    WHERE p.region <> p.place
    UNION
    SELECT s.activity, s.since, s.region, s.day FROM standing AS s
    UNION
    SELECT p.activity, p.known_from, u.region, p.day
    FROM placed AS p
    CROSS JOIN unnest(p.helpers) AS c (unit)
    INNER JOIN {view}.unit AS u ON c.unit = u.unit AND u.since <= p.day AND p.day < u.until
),

sight AS (
    SELECT o.activity, o.known_from, array_agg(o.region) AS places, core.gathered(p.chain) AS chains
    FROM other AS o
    CROSS JOIN LATERAL {view}.place_on(o.region, o.day) AS p
    GROUP BY o.activity, o.known_from
)

SELECT
    p.activity,
    CASE WHEN p.off THEN 'cancelled' WHEN p.held THEN 'held' ELSE 'announced' END AS state,
    coalesce(p.data ->> 'kind', '') AS kind,
    coalesce(p.data ->> 'title', p.data ->> 'theme') AS title,
    p.data ->> 'topic' AS topic,
    p.data ->> 'station' AS station,
    coalesce(p.data ->> 'start', p.data ->> 'planned') AS starts,
    p.data ->> 'end' AS ends,
    p.data ->> 'host_unit' AS host_unit,
    p.helpers AS co_units,
    p.mandates,
    (p.data #>> '{counts,people}')::bigint AS people,
    (p.data #>> '{counts,batches}')::bigint AS batches,
    (p.data #>> '{counts,households}')::bigint AS households,
    (p.data #>> '{counts,items}')::bigint AS items,
    p.sources,
    p.place AS region,
    CASE WHEN s.activity IS NULL THEN ARRAY[p.place] ELSE core.united(p.place || s.places) END AS places,
    p.chain,
    p.of_level AS level,
    p.time,
    CASE WHEN p.held AND NOT p.off THEN p.day END AS day,
    p.disputes,
    CASE WHEN s.activity IS NULL OR s.chains <@ p.chain THEN p.chain ELSE core.united(p.chain || s.chains) END AS seen,
    CASE
        WHEN p.disputes <> '{}' OR p.differ OR p.cancelled OR p.hostless OR p.invalid OR p.late OR p.data ? 'station' THEN array_remove(
            ARRAY[
                CASE WHEN p.disputes <> '{}' THEN 'EQUIVOCATION' END,
                CASE WHEN p.differ THEN 'VALUES_DIFFER' END,
                CASE WHEN p.cancelled THEN 'CANCELLED_UNANNOUNCED' END,
                CASE WHEN p.held AND p.hostless THEN 'HOST_UNKNOWN' END,
                CASE WHEN p.invalid THEN 'REGION_NOT_VALID' END,
                CASE WHEN p.data ? 'station' AND t.station IS NULL THEN 'STATION_UNKNOWN' END,
                CASE WHEN p.late THEN 'UNIT_CLOSED' END
            ],
            NULL
        )
        ELSE '{}'
    END AS anomalies,
    p.known_from,
    p.known_to
FROM placed AS p
LEFT JOIN sight AS s ON p.activity = s.activity AND p.known_from = s.known_from
LEFT JOIN {view}.station AS t ON p.data ->> 'station' = t.station AND t.known_to IS NULL
