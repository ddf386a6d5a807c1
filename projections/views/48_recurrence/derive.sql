-- Suggestions that say so, and the matters they belong to, as known on recorded days.
WITH said AS MATERIALIZED (
    SELECT s.suggestion, s.recurs, s.disputes, s.known_from, s.known_to
    FROM touched_recurrence AS t
    CROSS JOIN LATERAL (
        SELECT n.suggestion, n.recurs, n.disputes, n.known_from, n.known_to
        FROM {view}.suggestion AS n
        WHERE t.suggestion = n.suggestion AND n.recurs IS NOT NULL
        OFFSET 0
    ) AS s
),

lying AS MATERIALIZED (
    SELECT k.suggestion, m.members, m.counting, m.kind, m.category, m.chain, m.level, m.day, m.seen, m.known_from, m.known_to
    FROM (SELECT DISTINCT s.suggestion FROM said AS s) AS k
    CROSS JOIN LATERAL (
        SELECT n.* FROM {view}.matter AS n WHERE k.suggestion = n.matter
        UNION ALL
        SELECT n.* FROM {view}.matter AS n
        WHERE cardinality(n.members) > 1 AND n.members @> ARRAY[k.suggestion] AND k.suggestion <> n.matter
        OFFSET 0
    ) AS m
),

-- Others of these matters that say so too.
other AS MATERIALIZED (
    SELECT DISTINCT l.suggestion, o.suggestion AS other, o.known_from, o.known_to
    FROM lying AS l
    INNER JOIN {view}.suggestion AS o ON o.suggestion = ANY (l.members) AND o.suggestion < l.suggestion
    WHERE cardinality(l.members) > 1 AND o.recurs IS NOT NULL
),

span AS (
    SELECT t.suggestion, t.day AS since, lead(t.day) OVER (PARTITION BY t.suggestion ORDER BY t.day) AS until
    FROM (
        SELECT s.suggestion, u.day
        FROM (
            SELECT s.suggestion, s.known_from, s.known_to FROM said AS s
            UNION ALL
            SELECT l.suggestion, l.known_from, l.known_to FROM lying AS l
            UNION ALL
            SELECT o.suggestion, o.known_from, o.known_to FROM other AS o
        ) AS s
        CROSS JOIN LATERAL (VALUES (s.known_from), (s.known_to)) AS u (day)
        WHERE u.day IS NOT NULL
        GROUP BY s.suggestion, u.day
    ) AS t
)

SELECT
    s.suggestion, s.recurs, l.counting, l.kind, l.category, l.chain, l.level, l.day, s.disputes, l.seen, '{}'::text [] AS anomalies,
    p.since AS known_from, p.until AS known_to
FROM span AS p
INNER JOIN said AS s ON p.suggestion = s.suggestion AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
INNER JOIN lying AS l ON p.suggestion = l.suggestion AND l.known_from <= p.since AND (l.known_to IS NULL OR p.since < l.known_to)
WHERE
    NOT EXISTS (
        SELECT FROM other AS o
        WHERE
            o.suggestion = p.suggestion AND l.members @> ARRAY[o.other]
            AND o.known_from <= p.since AND (o.known_to IS NULL OR p.since < o.known_to)
    )
