-- The rows of activities with a plain life, in one pass over what was said of them: all of it on one recorded day by the source that minted
-- them and for the region where the host lies, nothing amended or disputed, announced once or held once or both, by one unit alone. What a
-- row means is said in `derive`, which makes the same of these, and makes all others; a test holds one against the other.
WITH touched AS MATERIALIZED (
    SELECT t.activity, bool_or(e.activity IS NOT NULL) AS earlier
    FROM touched_activity AS t
    LEFT JOIN earlier_activity AS e ON t.activity = e.activity
    -- Each is there once, as the planner knows by this.
    GROUP BY t.activity
),

-- Units that are no more.
closing AS MATERIALIZED (
    SELECT u.unit, u.closed FROM {view}.unit AS u WHERE u.closed IS NOT NULL GROUP BY u.unit, u.closed
),

-- All that was said of them: what changed, or where something was said earlier a look into the index.
said AS (
    SELECT t.activity, c.speaker, c.type, c.time, c.day, c.unit, c.region, c.data, c.known_from, c.known_to, c.disputed
    FROM touched AS t
    INNER JOIN changed AS c ON t.activity = c.object
    WHERE NOT t.earlier
    UNION ALL
    SELECT t.activity, s.speaker, s.type, s.time, s.day, s.unit, s.region, s.data, s.known_from, s.known_to, s.disputed
    FROM touched AS t
    CROSS JOIN LATERAL (SELECT n.* FROM {view}.statement AS n WHERE t.activity = n.object OFFSET 0) AS s
    WHERE t.earlier
)

SELECT
    p.activity,
    CASE WHEN p.held IS NULL THEN 'announced' ELSE 'held' END AS state,
    coalesce(p.data ->> 'kind', '') AS kind,
    coalesce(p.data ->> 'title', p.data ->> 'theme') AS title,
    p.data ->> 'topic' AS topic,
    p.station,
    coalesce(p.data ->> 'start', p.data ->> 'planned') AS starts,
    p.data ->> 'end' AS ends,
    p.host_unit,
    '{}'::text [] AS co_units,
    CASE jsonb_array_length(p.held -> 'participants')
        WHEN 1 THEN ARRAY[p.held #>> '{participants,0,mandate}']
        ELSE ARRAY(SELECT DISTINCT m.one ->> 'mandate' FROM jsonb_array_elements(p.held -> 'participants') AS m (one) ORDER BY 1)
    END AS mandates,
    (p.counts ->> 'people')::bigint AS people,
    (p.counts ->> 'batches')::bigint AS batches,
    (p.counts ->> 'households')::bigint AS households,
    (p.counts ->> 'items')::bigint AS items,
    CASE WHEN p.held IS NULL THEN '{}' ELSE ARRAY[p.speaker] END AS sources,
    p.region,
    ARRAY[p.region] AS places,
    a.chain,
    a.level,
    p.time,
    CASE WHEN p.held IS NOT NULL THEN p.day END AS day,
    '{}'::uuid [] AS disputes,
    a.chain AS seen,
    CASE WHEN p.station IS NOT NULL AND t.station IS NULL THEN ARRAY['STATION_UNKNOWN'] ELSE '{}' END AS anomalies,
    p.known_from,
    NULL::date AS known_to
FROM (
    SELECT
        s.*,
        coalesce(s.held_at, s.first_time) AS time,
        coalesce(s.held_on, s.first_day) AS day,
        coalesce(s.held, s.announced) AS data,
        coalesce(s.held, s.announced) -> 'counts' AS counts,
        coalesce(s.held, s.announced) ->> 'station' AS station,
        coalesce(s.held, s.announced) ->> 'host_unit' AS host_unit
    FROM (
        SELECT
            n.activity,
            any_value(n.speaker) AS speaker,
            any_value(n.region) AS region,
            any_value(n.known_from) AS known_from,
            min(n.time) AS first_time,
            min(n.day) AS first_day,
            max(n.day) AS last_day,
            any_value(n.time) FILTER (WHERE n.type = 'cn.npc.activity.held.v1') AS held_at,
            any_value(n.day) FILTER (WHERE n.type = 'cn.npc.activity.held.v1') AS held_on,
            any_value(n.data) FILTER (WHERE n.type = 'cn.npc.activity.held.v1') AS held,
            any_value(n.data) FILTER (WHERE n.type = 'cn.npc.activity.announced.v1') AS announced
        FROM said AS n
        LEFT JOIN closing AS g ON n.unit = g.unit AND g.closed <= n.day
        WHERE n.type IN ('cn.npc.activity.announced.v1', 'cn.npc.activity.held.v1', 'cn.npc.activity.cancelled.v1')
        GROUP BY n.activity
        HAVING
            bool_and(
                starts_with(n.activity, n.speaker || '/') AND n.known_to IS NULL AND NOT n.disputed AND g.unit IS NULL
                AND n.type <> 'cn.npc.activity.cancelled.v1' AND coalesce(n.data -> 'co_units' = '[]', TRUE)
            )
            AND count(*) FILTER (WHERE n.type = 'cn.npc.activity.held.v1') <= 1
            AND count(*) FILTER (WHERE n.type = 'cn.npc.activity.announced.v1') <= 1
            AND min(n.region) = max(n.region) AND min(n.known_from) = max(n.known_from)
        OFFSET 0
    ) AS s
    OFFSET 0
) AS p
INNER JOIN {view}.ancestry AS a ON p.region = a.region AND a.valid_from <= p.first_day AND p.last_day < a.valid_to
LEFT JOIN {view}.unit AS u ON p.host_unit = u.unit AND u.since <= p.day AND p.day < u.until
LEFT JOIN {view}.station AS t ON p.station = t.station AND t.known_to IS NULL
WHERE p.region = coalesce(u.region, p.region) AND (p.held IS NULL OR u.unit IS NOT NULL) AND coalesce(p.day < u.closed, TRUE)
