-- The rows of suggestions that had none, of which one reply was graded once by the source that minted them, and that are matters of their own
-- and never closed, as known from that recorded day on. What a row means is said in `derive`, which makes the same of these, and makes all
-- others; a test holds one against the other.
WITH said AS (
    SELECT
        c.object AS suggestion, any_value(c.data) AS data, any_value(c.day) AS day, any_value(c.known_from) AS known_from
    FROM changed AS c
    WHERE
        c.type IN ('cn.npc.suggestion.reply_evaluated.v1', 'cn.npc.suggestion.promise_evaluated.v1')
        AND NOT EXISTS (SELECT FROM earlier_evaluation AS e WHERE c.object = e.suggestion)
        -- Where sources change, words that counted for nothing may count.
        AND NOT EXISTS (SELECT FROM changed_source)
    GROUP BY c.object
    HAVING
        count(*) = 1
        AND bool_and(
            c.type = 'cn.npc.suggestion.reply_evaluated.v1' AND starts_with(c.object, c.speaker || '/') AND c.known_to IS NULL AND NOT c.disputed
            AND NOT c.data ? 'rater'
        )
    OFFSET 0
)

SELECT
    n.suggestion,
    '' AS promise,
    CASE WHEN n.axis = 'result' THEN n.days ELSE {view}.graded_from('', NULL) END AS firsts,
    CASE WHEN n.axis = 'result' THEN n.days ELSE {view}.graded_from('', NULL) END AS finals,
    CASE WHEN n.axis = 'attitude' THEN n.days ELSE {view}.graded_from('', NULL) END AS attitudes,
    n.kind,
    n.category,
    n.chain,
    n.level,
    n.day,
    n.disputes,
    n.seen,
    '{}'::text [] AS anomalies,
    n.known_from,
    NULL::date AS known_to
FROM (
    SELECT
        t.suggestion, t.known_from, t.data ->> 'axis' AS axis, {view}.graded_from(t.data ->> 'grade', greatest(t.day, s.entered)) AS days,
        m.kind, m.category, m.chain, m.level, m.day, m.seen, s.disputes
    FROM said AS t
    -- Few are graded, whatever the planner thinks: a look into the index for each.
    CROSS JOIN LATERAL (
        SELECT n.entered, n.disputes
        FROM {view}.suggestion AS n
        WHERE
            t.suggestion = n.suggestion AND n.known_from <= t.known_from AND n.known_to IS NULL AND n.entered IS NOT NULL AND n.closed = '{}'
        OFFSET 0
    ) AS s
    CROSS JOIN LATERAL (
        SELECT n.kind, n.category, n.chain, n.level, n.day, n.seen
        FROM {view}.matter AS n
        WHERE t.suggestion = n.matter AND n.known_from <= t.known_from AND n.known_to IS NULL AND cardinality(n.members) = 1
        OFFSET 0
    ) AS m
    OFFSET 0
) AS n
