-- The persons behind the mandates, for each span of recorded days on which the same was known of an activity, of the mandates in it and of
-- whom these belong to.
WITH rest AS MATERIALIZED (
    -- Where one mandate alone took part it is there already.
    SELECT t.activity, t.mandate
    FROM touched_participation AS t
    WHERE NOT EXISTS (SELECT FROM came_participation AS f WHERE f.activity = t.activity AND f.mandate = t.mandate)
),

part AS MATERIALIZED (
    SELECT t.mandate, a.*
    FROM rest AS t
    -- Few are touched, whatever the planner thinks: a look into the index for each.
    CROSS JOIN LATERAL (
        SELECT o.activity, o.kind, o.chain, o.level, o.day, o.disputes, o.seen, o.known_from, o.known_to
        FROM {view}.activity AS o
        WHERE t.activity = o.activity AND t.mandate = ANY (o.mandates)
        OFFSET 0
    ) AS a
),

seat AS MATERIALIZED (
    SELECT t.activity, m.*
    FROM rest AS t
    CROSS JOIN LATERAL (
        SELECT o.mandate, o.person, o.day, o.ended, o.held, o.known_from, o.known_to
        FROM {view}.mandate AS o
        WHERE t.mandate = o.mandate
        OFFSET 0
    ) AS m
),

-- Whom those belong to who are merged; mostly nobody is.
heir AS MATERIALIZED (
    SELECT DISTINCT s.activity, l.alias, l.person, l.known_from, l.known_to
    FROM seat AS s
    INNER JOIN {view}.alias AS l ON s.person = l.alias
    WHERE l.person IS NOT NULL AND EXISTS (SELECT FROM {view}.alias)
),

turn AS (
    SELECT k.activity, u.day
    FROM (
        SELECT p.activity, p.known_from, p.known_to FROM part AS p
        UNION ALL
        SELECT s.activity, s.known_from, s.known_to FROM seat AS s
        UNION ALL
        SELECT h.activity, h.known_from, h.known_to FROM heir AS h
    ) AS k
    CROSS JOIN LATERAL (VALUES (k.known_from), (k.known_to)) AS u (day)
    WHERE u.day IS NOT NULL
    GROUP BY k.activity, u.day
),

span AS (
    SELECT t.activity, t.day AS since, lead(t.day) OVER (PARTITION BY t.activity ORDER BY t.day) AS until FROM turn AS t
),

took_part AS (
    SELECT
        p.activity,
        p.mandate,
        coalesce(h.person, d.person, '?' || p.mandate) AS person,
        p.kind,
        p.chain,
        p.level,
        p.day,
        p.disputes,
        p.seen,
        CASE
            WHEN d.mandate IS NULL THEN ARRAY['MANDATE_UNKNOWN']
            WHEN p.day < d.day OR p.day >= d.ended THEN ARRAY['MANDATE_NOT_IN_FORCE']
            WHEN NOT d.held @> p.day THEN ARRAY['MANDATE_SUSPENDED']
            ELSE '{}'
        END AS anomalies,
        s.since AS known_from,
        s.until AS known_to
    FROM span AS s
    INNER JOIN part AS p ON s.activity = p.activity AND p.known_from <= s.since AND (p.known_to IS NULL OR s.since < p.known_to)
    LEFT JOIN seat AS d
        ON p.activity = d.activity AND p.mandate = d.mandate AND d.known_from <= s.since AND (d.known_to IS NULL OR s.since < d.known_to)
    LEFT JOIN heir AS h
        ON d.activity = h.activity AND d.person = h.alias AND h.known_from <= s.since AND (h.known_to IS NULL OR s.since < h.known_to)
)

SELECT
    p.activity,
    p.mandate,
    p.person,
    row_number() OVER (PARTITION BY p.activity, p.known_from, p.person ORDER BY p.mandate) = 1 AS counts,
    p.kind,
    p.chain,
    p.level,
    p.day,
    p.disputes,
    p.seen,
    p.anomalies,
    p.known_from,
    p.known_to
FROM took_part AS p
