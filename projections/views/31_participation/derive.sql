-- The persons behind the mandates, as known now.
WITH rest AS MATERIALIZED (
    -- Where one mandate alone took part it is there already.
    SELECT t.activity, t.mandate
    FROM touched_participation AS t
    WHERE NOT EXISTS (SELECT FROM came_participation AS f WHERE f.activity = t.activity AND f.mandate = t.mandate)
),

took_part AS (
    SELECT
        t.activity,
        t.mandate,
        coalesce(d.person, '?' || t.mandate) AS person,
        a.kind,
        a.chain,
        a.level,
        a.day,
        a.disputes,
        a.seen,
        CASE
            WHEN d.mandate IS NULL THEN ARRAY['MANDATE_UNKNOWN']
            WHEN a.day < d.day OR a.day >= d.ended THEN ARRAY['MANDATE_NOT_IN_FORCE']
            ELSE '{}'
        END AS anomalies,
        a.known_from,
        a.known_to
    FROM rest AS t
    -- Few are touched, whatever the planner thinks: a look into the index for each.
    CROSS JOIN LATERAL (SELECT o.* FROM {view}.activity AS o WHERE t.activity = o.activity AND t.mandate = ANY (o.mandates) OFFSET 0) AS a
    LEFT JOIN {view}.mandate AS d ON t.mandate = d.mandate AND d.known_to IS NULL
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
