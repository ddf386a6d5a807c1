-- The participations in activities that had none before this batch, are known in one way, and have one mandate alone of which nothing was
-- learnt after them, of a person who is nobody's alias: it counts, and is known as the activity is. What a row means is said in `derive`, which makes the same of these, and makes all others; a test holds one against the other.
SELECT
    t.activity,
    t.mandate,
    coalesce(d.person, '?' || t.mandate) AS person,
    TRUE AS counts,
    a.kind,
    a.chain,
    a.level,
    a.day,
    a.disputes,
    a.seen,
    CASE
        WHEN d.mandate IS NULL THEN ARRAY['MANDATE_UNKNOWN']
        WHEN a.day < d.day OR a.day >= d.ended THEN ARRAY['MANDATE_NOT_IN_FORCE']
        WHEN NOT d.held @> a.day THEN ARRAY['MANDATE_SUSPENDED']
        ELSE '{}'
    END AS anomalies,
    a.known_from,
    a.known_to
FROM touched_participation AS t
INNER JOIN came_activity AS a ON t.activity = a.activity AND a.mandates = ARRAY[t.mandate]
LEFT JOIN {view}.mandate AS d ON t.mandate = d.mandate AND d.known_to IS NULL
WHERE
    t.activity NOT IN (SELECT g.activity FROM gone_participation AS g)
    AND t.activity NOT IN (SELECT s.activity FROM came_activity AS s WHERE cardinality(s.mandates) > 1 OR s.known_to IS NOT NULL)
    AND (d.mandate IS NULL OR d.known_from <= a.known_from)
    AND NOT EXISTS (SELECT FROM {view}.mandate AS m WHERE t.mandate = m.mandate AND m.known_to IS NOT NULL)
    AND NOT EXISTS (SELECT FROM {view}.alias AS l WHERE d.person = l.alias)
