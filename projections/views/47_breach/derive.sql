-- Of each suggestion, as known on some days, what is said of it here; a day on which no calendar says when a period ends breaks nothing.
WITH held AS MATERIALIZED (
    SELECT s.*
    FROM touched_breach AS t
    CROSS JOIN LATERAL (
        SELECT
            o.suggestion, o.refusals, o.withdrawals, o.unasked, o.chain, o.level, o.day, o.disputes, o.seen, o.known_from, o.known_to,
            lower(o.assigned) AS assigned_on, lower(o.assigned - o.unanswered) AS replied_on, split_part(o.suggestion, '/', 3) AS region
        FROM {view}.suggestion AS o
        WHERE t.suggestion = o.suggestion
        OFFSET 0
    ) AS s
),

late AS (
    SELECT DISTINCT h.suggestion, h.known_from
    FROM held AS h
    CROSS JOIN LATERAL jsonb_to_recordset(h.refusals) AS r (day date, began date, region text, level text)
    CROSS JOIN LATERAL {view}.place_on(r.region, r.began) AS p
    CROSS JOIN LATERAL {view}.rule_on('refuse', p.chain, r.level, r.began) AS n
    WHERE r.day > {view}.last_day(r.began, n.amount, n.period)
),

-- What holds at the congress of the source that minted it, on each day on which it was withdrawn.
withdrawn AS (
    SELECT
        h.suggestion, h.known_from,
        bool_or(h.assigned_on < w.day AND u.there) AS after_assignment,
        bool_or(h.replied_on < w.day AND NOT u.there AND NOT a.there) AS after_reply,
        bool_or(h.unasked IS NOT NULL AND j.there) AS not_by_all
    FROM held AS h
    CROSS JOIN LATERAL unnest(h.withdrawals) AS w (day)
    CROSS JOIN LATERAL {view}.place_on(h.region, w.day) AS p
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM {view}.rule_on('withdraw_unassigned', p.chain, p.level, w.day)) AS there) AS u
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM {view}.rule_on('withdraw_any_time', p.chain, p.level, w.day)) AS there) AS a
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM {view}.rule_on('withdraw_jointly', p.chain, p.level, w.day)) AS there) AS j
    GROUP BY h.suggestion, h.known_from
),

found AS (
    SELECT
        h.suggestion, h.chain, h.level, h.day, h.disputes, h.seen,
        array_remove(
            ARRAY[
                CASE WHEN l.suggestion IS NOT NULL THEN 'REFUSED_LATE' END,
                CASE WHEN w.after_assignment THEN 'WITHDRAWN_AFTER_ASSIGNMENT' END,
                CASE WHEN w.after_reply THEN 'WITHDRAWN_AFTER_REPLY' END,
                CASE WHEN w.not_by_all THEN 'WITHDRAWN_NOT_BY_ALL' END
            ],
            NULL
        ) AS anomalies,
        h.known_from,
        h.known_to
    FROM held AS h
    LEFT JOIN late AS l ON h.suggestion = l.suggestion AND h.known_from = l.known_from
    LEFT JOIN withdrawn AS w ON h.suggestion = w.suggestion AND h.known_from = w.known_from
)

SELECT f.suggestion, f.chain, f.level, f.day, f.disputes, f.seen, f.anomalies, f.known_from, f.known_to
FROM found AS f
WHERE f.anomalies <> '{}'
