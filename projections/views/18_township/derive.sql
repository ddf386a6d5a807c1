-- Regions hold as known now, from the recorded day on which anything was first said of them; stations as known on each.
WITH town AS MATERIALIZED (
    SELECT
        a.region, a.kind, a.chain, a.level, a.valid_from, nullif(a.valid_to, 'infinity') AS valid_to,
        coalesce(
            (SELECT min(n.known_from) FROM {view}.statement AS n WHERE n.object = a.region AND n.type LIKE 'cn.npc.region.%'), a.valid_from
        ) AS since
    FROM touched_township AS t
    INNER JOIN {view}.ancestry AS a ON t.region = a.region
    WHERE a.kind IN ('town', 'township', 'street')
),

station AS MATERIALIZED (
    SELECT s.region, s.disputes, s.known_from, s.known_to, {view}.days_open(s.steps) AS days
    FROM (SELECT DISTINCT t.region FROM town AS t) AS t
    CROSS JOIN LATERAL (
        SELECT n.region, n.disputes, n.known_from, n.known_to, n.steps
        FROM {view}.station AS n
        WHERE t.region = n.region AND n.day IS NOT NULL
        OFFSET 0
    ) AS s
),

span AS (
    SELECT t.region, t.day AS since, lead(t.day) OVER (PARTITION BY t.region ORDER BY t.day) AS until
    FROM (
        SELECT t.region, t.since AS day FROM town AS t
        UNION
        SELECT t.region, u.day
        FROM town AS t
        INNER JOIN station AS s ON t.region = s.region
        CROSS JOIN LATERAL (VALUES (s.known_from), (s.known_to)) AS u (day)
        WHERE u.day > t.since
    ) AS t
)

SELECT
    t.region,
    t.kind,
    coalesce(s.days, '{}') * datemultirange(daterange(t.valid_from, t.valid_to)) AS covered,
    t.chain,
    t.level,
    t.valid_from AS day,
    t.valid_to AS ended,
    coalesce(s.disputes, '{}') AS disputes,
    t.chain AS seen,
    '{}'::text [] AS anomalies,
    p.since AS known_from,
    p.until AS known_to
FROM town AS t
INNER JOIN span AS p ON t.region = p.region
LEFT JOIN LATERAL (
    SELECT range_agg(n.days) AS days, core.united(core.gathered(n.disputes)) AS disputes
    FROM station AS n
    WHERE n.region = t.region AND n.known_from <= p.since AND (n.known_to IS NULL OR p.since < n.known_to)
) AS s ON TRUE
