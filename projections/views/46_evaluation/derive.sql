-- Grades that count, by what was graded: a promise, or the replies. What was graded once by its own source is there already.
WITH said AS MATERIALIZED (
    SELECT
        t.suggestion, coalesce(s.data ->> 'promise', '') AS promise, s.data ->> 'axis' AS axis, s.data ->> 'grade' AS grade,
        s.data ->> 'dept' AS dept, s.data ->> 'rater' AS rater, s.time, s.speaker, s.id, s.day, s.known_from, s.known_to
    FROM touched_evaluation AS t
    -- Few are touched, whatever the planner thinks: a look into the index for each.
    CROSS JOIN LATERAL (
        SELECT n.speaker, n.id, n.time, n.day, n.data, n.known_from, n.known_to
        FROM {view}.statement AS n
        WHERE
            t.suggestion = n.object
            AND n.type IN ('cn.npc.suggestion.reply_evaluated.v1', 'cn.npc.suggestion.promise_evaluated.v1')
        OFFSET 0
    ) AS s
    WHERE
        NOT EXISTS (SELECT FROM came_evaluation AS f WHERE f.suggestion = t.suggestion)
        AND (starts_with(t.suggestion, s.speaker || '/') OR {view}.voice_of(s.speaker, t.suggestion, s.day) IN ('own', 'same'))
),

-- The suggestion, and the matter that it belongs to, on the recorded days on which both are known.
lying AS MATERIALIZED (
    SELECT
        s.suggestion, coalesce(datemultirange({view}.days(s.entered, NULL)) - s.closed, '{}') AS counting, s.departments, s.stays, s.judge, s.disputes,
        m.kind, m.category, m.chain, m.level, m.day, m.seen,
        greatest(s.known_from, m.known_from) AS known_from, least(s.known_to, m.known_to) AS known_to
    FROM (SELECT DISTINCT s.suggestion FROM said AS s) AS k
    CROSS JOIN LATERAL (
        SELECT n.suggestion, n.entered, n.closed, n.departments, n.stays, n.judge, n.disputes, n.known_from, n.known_to
        FROM {view}.suggestion AS n
        WHERE k.suggestion = n.suggestion
        OFFSET 0
    ) AS s
    CROSS JOIN LATERAL (
        SELECT n.kind, n.category, n.chain, n.level, n.day, n.seen, n.known_from, n.known_to
        FROM {view}.matter AS n
        WHERE s.suggestion = n.matter
        UNION ALL
        SELECT n.kind, n.category, n.chain, n.level, n.day, n.seen, n.known_from, n.known_to
        FROM {view}.matter AS n
        WHERE cardinality(n.members) > 1 AND n.members @> ARRAY[s.suggestion] AND s.suggestion <> n.matter
        OFFSET 0
    ) AS m
    WHERE (s.known_to IS NULL OR m.known_from < s.known_to) AND (m.known_to IS NULL OR s.known_from < m.known_to)
),

span AS MATERIALIZED (
    SELECT t.suggestion, t.promise, t.day AS since, lead(t.day) OVER (PARTITION BY t.suggestion, t.promise ORDER BY t.day) AS until
    FROM (
        SELECT s.suggestion, s.promise, u.day FROM said AS s CROSS JOIN LATERAL (VALUES (s.known_from), (s.known_to)) AS u (day)
        UNION
        SELECT s.suggestion, s.promise, u.day
        FROM said AS s
        INNER JOIN lying AS l ON s.suggestion = l.suggestion
        CROSS JOIN LATERAL (VALUES (l.known_from), (l.known_to)) AS u (day)
    ) AS t
    WHERE t.day IS NOT NULL
),

-- Where somebody leads, what others say who gave it counts for nothing; there is a row without grades, by which it is found when another leads.
told AS (
    SELECT
        p.suggestion, p.promise, p.since, p.until,
        array_agg(s.word ORDER BY s.time, s.speaker, s.id)
        FILTER (WHERE s.rater = l.judge IS NOT FALSE AND s.axis IS DISTINCT FROM 'attitude') AS results,
        array_agg(s.word ORDER BY s.time, s.speaker, s.id)
        FILTER (WHERE s.rater = l.judge IS NOT FALSE AND s.axis = 'attitude') AS attitudes
    FROM span AS p
    INNER JOIN (
        SELECT s.*, ROW(s.time, s.speaker, s.id, NULL, NULL, s.day, NULL, NULL, s.grade, s.dept)::{view}.suggestion_word AS word FROM said AS s
    ) AS s
        ON
            p.suggestion = s.suggestion AND p.promise = s.promise
            AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
    LEFT JOIN lying AS l
        ON p.suggestion = l.suggestion AND l.known_from <= p.since AND (l.known_to IS NULL OR p.since < l.known_to)
    GROUP BY p.suggestion, p.promise, p.since, p.until
),

graded AS (
    SELECT
        t.suggestion, t.promise, t.since, t.until, l.counting, l.disputes, l.kind, l.category, l.chain, l.level, l.day, l.seen,
        CASE
            WHEN t.promise <> '' OR t.results IS NULL THEN {view}.graded_from('', NULL)
            WHEN cardinality(t.results) = 1 THEN {view}.graded_from(t.results[1].one, t.results[1].day)
            ELSE {view}.grades_of(t.results, FALSE, l.departments, l.stays)
        END AS firsts,
        CASE
            WHEN t.results IS NULL THEN {view}.graded_from('', NULL)
            WHEN cardinality(t.results) = 1 THEN {view}.graded_from(t.results[1].one, t.results[1].day)
            ELSE {view}.grades_of(t.results, TRUE, l.departments, l.stays)
        END AS finals,
        CASE
            WHEN t.attitudes IS NULL THEN {view}.graded_from('', NULL)
            WHEN cardinality(t.attitudes) = 1 THEN {view}.graded_from(t.attitudes[1].one, t.attitudes[1].day)
            ELSE {view}.grades_of(t.attitudes, TRUE, l.departments, l.stays)
        END AS attitudes
    FROM told AS t
    INNER JOIN lying AS l
        ON t.suggestion = l.suggestion AND l.known_from <= t.since AND (l.known_to IS NULL OR t.since < l.known_to)
    -- Once for each, not once for each use.
    OFFSET 0
)

SELECT
    g.suggestion,
    g.promise,
    ARRAY[g.firsts[1] * g.counting, g.firsts[2] * g.counting, g.firsts[3] * g.counting] AS firsts,
    ARRAY[g.finals[1] * g.counting, g.finals[2] * g.counting, g.finals[3] * g.counting] AS finals,
    ARRAY[g.attitudes[1] * g.counting, g.attitudes[2] * g.counting, g.attitudes[3] * g.counting] AS attitudes,
    g.kind,
    g.category,
    g.chain,
    g.level,
    g.day,
    g.disputes,
    g.seen,
    '{}'::text [] AS anomalies,
    g.since AS known_from,
    g.until AS known_to
FROM graded AS g
