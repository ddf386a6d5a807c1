-- The sessions of a unit are derived for each span of recorded days on which the same was known of them and of its terms.
WITH said AS MATERIALIZED (
    SELECT
        t.unit, s.time, s.speaker, s.id, s.ident, s.disputed, s.known_from, s.known_to, p.chain,
        (s.data ->> 'term')::integer AS term,
        (s.data ->> 'session')::integer AS session,
        (s.data ->> 'first')::date AS first,
        (s.data ->> 'last')::date AS last
    FROM touched_session AS t
    INNER JOIN {view}.statement AS s ON t.unit = s.object
    CROSS JOIN LATERAL {view}.place_on(s.region, s.day) AS p
    WHERE s.type = 'cn.npc.session.held.v1'
),

turn AS (
    SELECT k.unit, u.day
    FROM (
        SELECT s.unit, s.known_from, s.known_to FROM said AS s
        UNION ALL
        SELECT m.unit, m.known_from, m.known_to FROM touched_session AS t INNER JOIN {view}.term AS m ON t.unit = m.unit
    ) AS k
    CROSS JOIN LATERAL (VALUES (k.known_from), (k.known_to)) AS u (day)
    WHERE u.day IS NOT NULL
    GROUP BY k.unit, u.day
),

span AS (
    SELECT t.unit, t.day AS since, lead(t.day) OVER (PARTITION BY t.unit ORDER BY t.day) AS until FROM turn AS t
),

standing AS MATERIALIZED (
    SELECT
        p.since, p.until, s.*,
        row_number() OVER (PARTITION BY s.unit, s.term, s.session, p.since ORDER BY s.time, s.speaker, s.id) = 1 AS holds
    FROM span AS p
    INNER JOIN said AS s ON p.unit = s.unit AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
),

gathered AS (
    SELECT
        s.unit, s.term, s.session, s.since, s.until,
        min(s.first) FILTER (WHERE s.holds) AS day,
        min(s.last) FILTER (WHERE s.holds) AS last,
        count(DISTINCT s.first) > 1 OR count(DISTINCT s.last) > 1 AS differ,
        coalesce(array_agg(DISTINCT s.ident ORDER BY s.ident) FILTER (WHERE s.disputed), '{}') AS disputes,
        core.gathered(s.chain) AS chains
    FROM standing AS s
    GROUP BY s.unit, s.term, s.session, s.since, s.until
),

-- Beside each the latest day of those with smaller numbers.
ordered AS (
    SELECT g.*, max(g.day) OVER (PARTITION BY g.unit, g.since, g.term ORDER BY g.session ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM gathered AS g
)

SELECT
    g.unit,
    g.term,
    g.session,
    p.chain,
    g.day,
    g.last,
    g.disputes,
    core.united(p.chain || g.chains) AS seen,
    array_remove(
        ARRAY[
            CASE WHEN g.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN g.differ THEN 'VALUES_DIFFER' END,
            CASE WHEN m.day IS NULL THEN 'SESSION_WITHOUT_TERM' END,
            CASE WHEN g.day < m.day OR coalesce(g.last, g.day) >= m.ended THEN 'SESSION_OUTSIDE_TERM' END,
            CASE WHEN g.before >= g.day THEN 'SESSION_OUT_OF_ORDER' END
        ],
        NULL
    ) AS anomalies,
    g.since AS known_from,
    g.until AS known_to
FROM ordered AS g
LEFT JOIN {view}.term AS m
    ON g.unit = m.unit AND g.term = m.term AND m.known_from <= g.since AND (m.known_to IS NULL OR g.since < m.known_to)
LEFT JOIN {view}.unit AS u ON g.unit = u.unit AND u.since <= g.day AND g.day < u.until
LEFT JOIN LATERAL {view}.place_on(u.region, g.day) AS p ON u.unit IS NOT NULL
