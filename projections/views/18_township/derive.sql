-- What is of the plain kind is there already. Regions hold as known now, from the recorded day on which anything was first said of them; stations as known on each.
WITH RECURSIVE town AS MATERIALIZED (
    SELECT
        a.region, a.kind, a.chain, a.level, a.valid_from, nullif(a.valid_to, 'infinity') AS valid_to,
        coalesce(
            least(
                (SELECT min(n.known_from) FROM {view}.statement AS n WHERE n.object = a.region AND n.type LIKE 'cn.npc.region.%'),
                -- Of a code to which another was moved, that is said of the other.
                (
                    SELECT min(n.known_from)
                    FROM {view}.reform AS r
                    INNER JOIN {view}.statement AS n ON r.region = n.object
                    WHERE r.new_code = a.region AND n.type = 'cn.npc.region.moved.v1' AND n.data ->> 'new_code' = a.region
                )
            ),
            a.valid_from
        ) AS since
    FROM touched_township AS t
    INNER JOIN {view}.ancestry AS a ON t.region = a.region
    WHERE
        NOT EXISTS (SELECT FROM came_township AS f WHERE f.region = t.region)
        AND a.kind IN ('town', 'township', 'street')
),

-- The codes whose stations are a town's: its own, and those that went on in it alone, from that day on.
home (town, region, since) AS (
    SELECT DISTINCT t.region, t.region, '-infinity'::date FROM town AS t
    UNION
    SELECT h.town, s.region, greatest(h.since, s.day)
    FROM home AS h
    INNER JOIN {view}.succession AS s ON h.region = s.successor
    WHERE NOT EXISTS (
        SELECT FROM {view}.succession AS o
        WHERE o.region = s.region AND o.day = s.day AND o.successor IS DISTINCT FROM s.successor
    )
),

station AS MATERIALIZED (
    SELECT h.town AS region, s.disputes, s.known_from, s.known_to, {view}.days_open(s.steps) * datemultirange(daterange(h.since, NULL)) AS days
    FROM home AS h
    CROSS JOIN LATERAL (
        SELECT n.disputes, n.known_from, n.known_to, n.steps
        FROM {view}.station AS n
        WHERE h.region = n.region AND n.day IS NOT NULL
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
),

covered AS (
    SELECT p.region, p.since, range_agg(n.days) AS days, core.united(core.gathered(n.disputes)) AS disputes
    FROM span AS p
    INNER JOIN station AS n ON p.region = n.region AND n.known_from <= p.since AND (n.known_to IS NULL OR p.since < n.known_to)
    GROUP BY p.region, p.since
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
LEFT JOIN covered AS s ON p.region = s.region AND p.since = s.since
