-- The rows of deeds that had none, of which one statement tells, by the source that minted them, and while no rule, region or source changes. What
-- a row means is said in `derive`, which makes the same of these, and makes all others; a test holds one against the other.
SELECT
    p.deed,
    p.step,
    o.what,
    m.mandate,
    m.leads,
    o.kind,
    o.activity,
    o.amount,
    p.region,
    ARRAY[p.region] AS places,
    a.chain,
    a.level,
    CASE WHEN p.step = 'station_standard' THEN p.part::date ELSE p.day END AS day,
    '{}'::uuid [] AS disputes,
    core.united(a.chain) AS seen,
    '{}'::text [] AS anomalies,
    p.known_from,
    NULL::date AS known_to
FROM (
    SELECT n.*, {view}.part_of(n.step, n.data, n.id, n.day) AS part
    FROM (
        SELECT
            c.object AS deed, any_value(k.step) AS step, any_value(c.data) AS data, any_value(c.id) AS id, any_value(c.day) AS day,
            any_value(c.region) AS region, any_value(c.known_from) AS known_from
        FROM touched_deed AS t
        INNER JOIN changed AS c ON t.deed = c.object
        CROSS JOIN LATERAL (SELECT {view}.step_of(c.type, c.data) AS step OFFSET 0) AS k
        WHERE
            k.step IS NOT NULL AND (NOT {view}.of_reception(k.step) OR split_part(c.object, '/', 3) IN (SELECT r.region FROM {view}.receiving() AS r (region)))
            AND NOT EXISTS (SELECT FROM earlier_deed AS e WHERE c.object = e.deed)
            AND NOT EXISTS (SELECT FROM changed_source) AND NOT EXISTS (SELECT FROM changed_ancestry) AND NOT EXISTS (SELECT FROM changed_rule)
        GROUP BY c.object
        HAVING count(*) = 1 AND bool_and(starts_with(c.object, c.speaker || '/') AND c.known_to IS NULL AND NOT c.disputed)
        OFFSET 0
    ) AS n
    OFFSET 0
) AS p
INNER JOIN {view}.ancestry AS a ON p.region = a.region AND a.valid_from <= p.day AND p.day < a.valid_to
CROSS JOIN LATERAL {view}.doers_of(p.step, p.data) AS m
CROSS JOIN LATERAL {view}.told_of(p.step, p.deed, p.part, p.data) AS o
