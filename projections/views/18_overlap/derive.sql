-- Persons with several mandates, for each span of recorded days on which the same was known of these and of whose they are.
WITH record AS (
    SELECT t.person, t.person AS record FROM touched_overlap AS t
    UNION
    SELECT l.person, l.alias FROM touched_overlap AS t INNER JOIN {view}.alias AS l ON t.person = l.person
),

seat AS MATERIALIZED (
    SELECT s.*
    FROM (
        SELECT r.person AS holder, r.record, m.*, count(*) OVER (PARTITION BY r.person) AS several
        FROM record AS r
        CROSS JOIN LATERAL (
            SELECT o.mandate, o.region, o.chain, o.day, o.ended, o.disputes, o.seen, o.known_from, o.known_to
            FROM {view}.mandate AS o
            WHERE r.record = o.person AND o.day IS NOT NULL
            OFFSET 0
        ) AS m
    ) AS s
    WHERE s.several > 1
),

owner AS MATERIALIZED (
    SELECT DISTINCT s.holder, l.alias, l.person, l.known_from, l.known_to
    FROM seat AS s
    INNER JOIN {view}.alias AS l ON s.record = l.alias
    WHERE l.person IS NOT NULL
),

turn AS (
    SELECT k.holder, u.day
    FROM (
        SELECT s.holder, s.known_from, s.known_to FROM seat AS s
        UNION ALL
        SELECT o.holder, o.known_from, o.known_to FROM owner AS o
    ) AS k
    CROSS JOIN LATERAL (VALUES (k.known_from), (k.known_to)) AS u (day)
    WHERE u.day IS NOT NULL
    GROUP BY k.holder, u.day
),

span AS (
    SELECT t.holder, t.day AS since, lead(t.day) OVER (PARTITION BY t.holder ORDER BY t.day) AS until FROM turn AS t
),

sitting AS MATERIALIZED (
    SELECT p.since, p.until, s.*
    FROM span AS p
    INNER JOIN seat AS s ON p.holder = s.holder AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
    LEFT JOIN owner AS o
        ON s.holder = o.holder AND s.record = o.alias AND o.known_from <= p.since AND (o.known_to IS NULL OR p.since < o.known_to)
    WHERE coalesce(o.person, s.record) = s.holder
)

SELECT
    a.holder AS person,
    a.mandate,
    array_agg(b.mandate ORDER BY b.mandate) AS others,
    a.chain,
    min(greatest(a.day, b.day)) AS day,
    '{}'::uuid [] AS disputes,
    core.united(a.seen || core.gathered(b.seen)) AS seen,
    ARRAY['MANDATES_NOT_NESTED'] AS anomalies,
    a.since AS known_from,
    a.until AS known_to
FROM sitting AS a
INNER JOIN sitting AS b
    ON
        a.holder = b.holder AND a.since = b.since AND a.mandate <> b.mandate AND a.region <> b.region
        AND daterange(a.day, a.ended) && daterange(b.day, b.ended)
CROSS JOIN LATERAL {view}.place_on(a.region, greatest(a.day, b.day)) AS pa
CROSS JOIN LATERAL {view}.place_on(b.region, greatest(a.day, b.day)) AS pb
WHERE NOT pa.chain @> ARRAY[b.region] AND NOT pb.chain @> ARRAY[a.region]
GROUP BY a.holder, a.mandate, a.chain, a.seen, a.since, a.until
