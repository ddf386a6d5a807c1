-- Everything said of the pair from either side, and for which sides its speaker may speak.
WITH said AS MATERIALIZED (
    SELECT
        t.one, t.other, s.speaker, s.ident, s.disputed, s.known_from, s.known_to,
        ROW(s.time, s.speaker, s.id, s.type = 'cn.npc.suggestion.unlinked.v1')::{view}.link_word AS word,
        {view}.speaks_for(s.speaker, t.one, s.day) AS for_one,
        {view}.speaks_for(s.speaker, t.other, s.day) AS for_other
    FROM touched_link AS t
    CROSS JOIN LATERAL (VALUES (t.one, t.other), (t.other, t.one)) AS e (subject, target)
    INNER JOIN {view}.statement AS s ON e.subject = s.object
    WHERE
        s.type IN ('cn.npc.suggestion.linked.v1', 'cn.npc.suggestion.unlinked.v1') AND s.data ->> 'other' = e.target
        OR s.type IN ('cn.npc.suggestion.escalated.v1', 'cn.npc.suggestion.delegated.v1') AND s.data ->> 'new_id' = e.target
        OR s.type IN ('cn.npc.suggestion.submitted.v1', 'cn.npc.suggestion.registered.v1') AND s.data -> 'continues' ? e.target
),

turn AS (
    SELECT s.one, s.other, s.known_from AS day FROM said AS s
    UNION
    SELECT s.one, s.other, s.known_to FROM said AS s WHERE s.known_to IS NOT NULL
),

span AS (
    SELECT t.one, t.other, t.day AS since, lead(t.day) OVER (PARTITION BY t.one, t.other ORDER BY t.day) AS until
    FROM turn AS t
),

-- The last word of those who may speak for both sides, and of each side alone.
word AS (
    SELECT
        p.one, p.other, p.since, p.until,
        (array_agg(s.word ORDER BY s.word DESC) FILTER (WHERE s.for_one AND s.for_other))[1] AS of_both,
        (array_agg(s.word ORDER BY s.word DESC) FILTER (WHERE s.for_one AND NOT s.for_other))[1] AS of_one,
        (array_agg(s.word ORDER BY s.word DESC) FILTER (WHERE s.for_other AND NOT s.for_one))[1] AS of_other,
        (array_agg(s.word ORDER BY s.word DESC) FILTER (WHERE NOT (s.word).parts))[1] AS of_anybody,
        array_agg(DISTINCT s.speaker) AS speakers,
        coalesce(array_agg(DISTINCT s.ident) FILTER (WHERE s.disputed), '{}') AS disputes
    FROM span AS p
    INNER JOIN said AS s
        ON p.one = s.one AND p.other = s.other AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
    GROUP BY p.one, p.other, p.since, p.until
),

-- Both sides agree when their last words say the same; it is said when the later of them is.
verdict AS (
    SELECT
        w.*,
        CASE
            WHEN w.last IS NULL THEN w.of_anybody IS NOT NULL
            ELSE (w.last).parts AND coalesce(w.of_anybody > w.last, FALSE)
        END AS waits
    FROM (
        SELECT
            w.*,
            greatest(
                w.of_both,
                CASE WHEN (w.of_one).parts = (w.of_other).parts THEN greatest(w.of_one, w.of_other) END
            ) AS last
        FROM word AS w
    ) AS w
)

SELECT
    v.one,
    v.other,
    coalesce(NOT (v.last).parts, FALSE) AS stands,
    v.waits AS waiting,
    ARRAY(
        SELECT DISTINCT c.code
        FROM (
            SELECT unnest(v.speakers || core.minter(v.one) || core.minter(v.other)) AS code
            UNION ALL
            SELECT m.region FROM {view}.source AS m WHERE m.source IN (core.minter(v.one), core.minter(v.other))
        ) AS c
        WHERE c.code IS NOT NULL
        ORDER BY c.code
    ) AS rests_on,
    v.disputes,
    CASE WHEN v.waits THEN ARRAY['LINK_WAITING'] ELSE '{}' END AS anomalies,
    v.since AS known_from,
    v.until AS known_to
FROM verdict AS v
