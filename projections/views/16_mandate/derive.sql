-- A mandate is derived for each span of recorded days on which the same statements about it stood and the next term of its unit was known to begin on
-- the same day.
WITH said AS MATERIALIZED (
    SELECT
        s.*,
        split_part(s.type, '.', 4) AS kind,
        s.type = 'cn.npc.mandate.started.v1' AS started,
        coalesce((s.data ->> 'valid_from')::date, s.day) AS since
    FROM touched_mandate AS t
    INNER JOIN {view}.statement AS s ON t.mandate = s.object
    WHERE
        s.type IN (
            'cn.npc.mandate.started.v1', 'cn.npc.mandate.ended.v1', 'cn.npc.mandate.suspended.v1', 'cn.npc.mandate.restored.v1'
        )
),

-- When the term after the one that it names begins; what is known of that one itself does not matter. The largest number has none after it.
next AS MATERIALIZED (
    SELECT k.object, k.unit, k.term, n.day, n.known_from, n.known_to
    FROM (
        SELECT DISTINCT s.object, s.data ->> 'unit' AS unit, s.data ->> 'term' AS term FROM said AS s WHERE s.started AND s.data ? 'term'
    ) AS k
    CROSS JOIN LATERAL (
        SELECT o.day, o.known_from, o.known_to
        FROM {view}.term AS o
        WHERE k.unit = o.unit AND k.term::integer = o.term - 1 AND o.day IS NOT NULL
        OFFSET 0
    ) AS n
),

turn AS (
    SELECT k.object, d.day
    FROM (
        SELECT s.object, s.known_from, s.known_to FROM said AS s
        UNION ALL
        SELECT n.object, n.known_from, n.known_to FROM next AS n
    ) AS k
    CROSS JOIN LATERAL (VALUES (k.known_from), (k.known_to)) AS d (day)
    WHERE d.day IS NOT NULL
    GROUP BY k.object, d.day
),

span AS (
    SELECT t.object, t.day AS known_from, lead(t.day) OVER (PARTITION BY t.object ORDER BY t.day) AS known_to FROM turn AS t
),

standing AS MATERIALIZED (
    SELECT
        p.object AS mandate, p.known_from, p.known_to,
        s.source, s.speaker, s.id, s.ident, s.time, s.day, s.region, s.data, s.disputed, s.kind, s.started, s.since,
        -- A step is a fact that says something else than the one before it: suspended and restored in turn; not suspended is how a mandate begins.
        s.kind IN ('suspended', 'restored') AND (s.kind = 'suspended') <> lag(s.kind = 'suspended', 1, FALSE) OVER (
            PARTITION BY p.object, p.known_from, s.kind IN ('suspended', 'restored') ORDER BY s.since, s.time, s.speaker, s.id
        ) AS step
    FROM span AS p
    INNER JOIN said AS s
        ON p.object = s.object AND s.known_from <= p.known_from AND (s.known_to IS NULL OR p.known_from < s.known_to)
),

word AS (
    SELECT DISTINCT ON (s.mandate, s.known_from) s.*
    FROM standing AS s
    ORDER BY s.mandate, s.known_from, s.started DESC, s.time, s.speaker, s.id
),

gathered AS (
    SELECT
        s.mandate,
        s.known_from,
        min(s.since) FILTER (WHERE s.kind = 'ended' AND (NOT w.started OR s.since >= w.since)) AS ended,
        coalesce(array_agg(s.since ORDER BY s.since, s.time, s.speaker, s.id) FILTER (WHERE s.step), '{}') AS rests,
        coalesce(array_agg(s.since) FILTER (WHERE s.kind = 'suspended'), '{}') AS suspensions,
        bool_or(s.kind = 'restored' AND NOT s.step) AS unsuspended,
        coalesce(array_agg(DISTINCT s.ident ORDER BY s.ident) FILTER (WHERE s.disputed), '{}') AS disputes,
        core.gathered(a.chain) AS chains,
        bool_or(s.started AND w.started AND (s.since <> w.since OR s.data || w.data <> w.data || s.data)) AS differ,
        bool_or(s.kind = 'ended' AND (NOT w.started OR s.since < w.since)) AS early
    FROM standing AS s
    INNER JOIN word AS w ON s.mandate = w.mandate AND s.known_from = w.known_from
    CROSS JOIN LATERAL {view}.place_on(s.region, s.day) AS a
    GROUP BY s.mandate, s.known_from
)

SELECT
    w.mandate,
    w.data ->> 'person' AS person,
    w.data ->> 'unit' AS unit,
    w.data ->> 'term' AS term,
    w.data ->> 'seat' AS seat,
    w.data ->> 'delegation' AS delegation,
    w.data ->> 'constituency' AS constituency,
    w.data ->> 'region' AS region,
    CASE WHEN w.started THEN a.chain END AS chain,
    CASE WHEN w.started THEN coalesce(w.data ->> 'level', a.level) END AS level,
    CASE WHEN w.started THEN w.since END AS day,
    e.ended,
    CASE
        WHEN w.started
            THEN datemultirange(daterange(w.since, e.ended)) - coalesce({view}.days_open(g.rests), '{}')
    END AS held,
    CASE WHEN cardinality(g.rests) % 2 = 1 THEN g.rests[cardinality(g.rests)] END AS suspended,
    g.disputes,
    core.united(a.chain || g.chains) AS seen,
    array_remove(
        ARRAY[
            CASE WHEN g.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN g.differ THEN 'VALUES_DIFFER' END,
            CASE WHEN g.early THEN 'MANDATE_ENDED_UNSTARTED' END,
            CASE
                WHEN NOT w.started AND g.suspensions <> '{}' OR w.since > ANY (g.suspensions) OR e.ended <= ANY (g.suspensions)
                    THEN 'MANDATE_SUSPENDED_UNHELD'
            END,
            CASE WHEN g.unsuspended THEN 'MANDATE_RESTORED_UNSUSPENDED' END,
            CASE WHEN n.day <= w.since OR n.day < g.ended THEN 'MANDATE_BEYOND_TERM' END,
            CASE WHEN w.started AND r.region IS NULL THEN 'REGION_NOT_VALID' END
        ],
        NULL
    ) AS anomalies,
    w.known_from,
    w.known_to
FROM word AS w
INNER JOIN gathered AS g ON w.mandate = g.mandate AND w.known_from = g.known_from
CROSS JOIN LATERAL {view}.place_on(w.data ->> 'region', w.since) AS a
LEFT JOIN next AS n
    ON
        w.started AND w.mandate = n.object AND w.data ->> 'unit' = n.unit AND w.data ->> 'term' = n.term
        AND n.known_from <= w.known_from AND (n.known_to IS NULL OR w.known_from < n.known_to)
-- One that begins when its term is over ends on the same day: it is never held.
CROSS JOIN LATERAL (SELECT CASE WHEN n.day < w.since THEN w.since ELSE least(g.ended, n.day) END AS ended) AS e
LEFT JOIN {view}.ancestry AS r ON w.data ->> 'region' = r.region AND r.valid_from <= w.since AND w.since < r.valid_to
