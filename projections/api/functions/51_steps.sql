-- The steps of handling of some suggestions, or reports on inspections and research, that a rule gives a time for, as known now, by the end of a day:
-- when each began, by when it is due and what says so, when it was done. `about`: the department, or the promise; the organ is the one that told it to
-- be done, none of the reply. Nothing of it is kept: it is worked out for who asks.
CREATE OR REPLACE FUNCTION {view}.steps(wanted text [], today date)
RETURNS TABLE (
    suggestion text, step text, about text, began date, due_day date, rule text, done_on date, state text, unit text, region text, level text
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH word AS MATERIALIZED (
    SELECT w.* FROM {view}.step_word AS w WHERE w.suggestion = ANY (wanted) AND w.day <= today
),

held AS MATERIALIZED (
    SELECT s.suggestion, s.departments, s.roles, s.stays, s.assigned, s.assigned - s.unanswered AS answered, s.closed @> today AS closed
    FROM {view}.suggestion AS s
    WHERE s.suggestion = ANY (wanted) AND s.known_to IS NULL
),

-- A department is told to handle it, as long as it stands so.
given AS MATERIALIZED (
    SELECT
        w.suggestion, d.dept, d.role, w.time, w.day, w.unit, w.region, w.level,
        NOT EXISTS (
            SELECT FROM held AS h CROSS JOIN LATERAL unnest(h.departments, h.stays) AS u (dept, stay)
            WHERE h.suggestion = w.suggestion AND u.dept = d.dept AND u.stay @> today
        ) AS ended
    FROM word AS w
    CROSS JOIN LATERAL jsonb_to_recordset(w.departments) AS d (dept text, role text)
    WHERE w.step IN ('assigned', 'reassigned')
),

clock AS (
    SELECT w.suggestion, 'assign' AS step, NULL AS about, w.day AS began, w.unit, w.region, w.level, lower(h.assigned) AS done_on, FALSE AS ended
    FROM (
        SELECT DISTINCT ON (r.suggestion) r.* FROM word AS r WHERE r.step = 'registered' ORDER BY r.suggestion, r.time
    ) AS w
    INNER JOIN held AS h ON w.suggestion = h.suggestion
    -- What is made in session is assigned after it.
    WHERE NOT w.in_session
    UNION ALL
    SELECT
        g.suggestion, s.step, g.dept, g.day, g.unit, g.region, g.level,
        (
            SELECT min(c.day) FROM word AS c
            WHERE c.suggestion = g.suggestion AND c.step = s.done_by AND c.dept = g.dept AND c.day >= g.day
        ),
        g.ended
    FROM given AS g
    INNER JOIN (
        VALUES ('main', 'contact', 'contacted'), ('separate', 'contact', 'contacted'), ('co', 'co_opinion', 'co_opinion_given')
    ) AS s (role, step, done_by) ON g.role = s.role
    UNION ALL
    -- What is handled anew needs the opinion of its co-handlers anew.
    SELECT
        o.suggestion, 'co_opinion_again', d.dept, o.day, g.unit, g.region, g.level,
        (
            SELECT min(c.day) FROM word AS c
            WHERE c.suggestion = o.suggestion AND c.step = 'co_opinion_given' AND c.dept = d.dept AND c.day >= o.day
        ),
        NOT d.stay @> today
    FROM word AS o
    INNER JOIN held AS h ON o.suggestion = h.suggestion
    CROSS JOIN LATERAL unnest(h.departments, h.roles, h.stays) AS d (dept, role, stay)
    CROSS JOIN LATERAL (
        SELECT n.* FROM given AS n WHERE n.suggestion = o.suggestion AND n.dept = d.dept AND n.day <= o.day ORDER BY n.time DESC LIMIT 1
    ) AS g
    WHERE o.step = 'rehandle_ordered' AND d.role = 'co' AND d.stay @> o.day
    UNION ALL
    SELECT
        w.suggestion, 'research', NULL, w.day, w.unit, w.region, w.level,
        (SELECT min(c.day) FROM word AS c WHERE c.suggestion = w.suggestion AND c.step = 'report_handled' AND c.day >= w.day),
        FALSE
    FROM (
        SELECT DISTINCT ON (r.suggestion) r.* FROM word AS r WHERE r.step = 'report_forwarded' ORDER BY r.suggestion, r.time
    ) AS w
    UNION ALL
    SELECT r.suggestion, 'refuse', r.dept, g.day, g.unit, g.region, g.level, r.day, FALSE
    FROM word AS r
    CROSS JOIN LATERAL (
        SELECT n.* FROM given AS n WHERE n.suggestion = r.suggestion AND n.dept = r.dept AND n.day <= r.day ORDER BY n.time DESC LIMIT 1
    ) AS g
    WHERE r.step = 'refused'
    UNION ALL
    SELECT
        r.suggestion, 'reassign', r.dept, r.day, g.unit, g.region, g.level,
        (
            SELECT min(a.day) FROM word AS a
            WHERE
                a.suggestion = r.suggestion AND a.day >= r.day AND (a.step = 'reassigned' OR a.step = 'refusal_denied' AND a.dept = r.dept)
        ),
        FALSE
    FROM word AS r
    CROSS JOIN LATERAL (
        SELECT n.* FROM given AS n WHERE n.suggestion = r.suggestion AND n.dept = r.dept AND n.day <= r.day ORDER BY n.time DESC LIMIT 1
    ) AS g
    WHERE r.step = 'refused'
    UNION ALL
    -- The deputy grades what all have answered, until something is to be answered again.
    SELECT
        h.suggestion, 'evaluate', NULL, lower(a.days), g.unit, g.region, g.level,
        (
            SELECT min(e.day) FROM word AS e
            WHERE
                e.suggestion = h.suggestion AND e.day <@ a.days
                AND (e.step = 'evaluation_lapsed' OR e.step = 'reply_evaluated' AND e.axis = 'result')
        ),
        coalesce(upper(a.days) <= today, FALSE)
    FROM held AS h
    CROSS JOIN LATERAL unnest(h.answered) AS a (days)
    CROSS JOIN LATERAL (SELECT n.* FROM given AS n WHERE n.suggestion = h.suggestion ORDER BY n.time LIMIT 1) AS g
    UNION ALL
    SELECT
        p.suggestion, 'promise_evaluate', p.promise, p.day, g.unit, g.region, g.level,
        (
            SELECT min(e.day) FROM word AS e
            WHERE e.suggestion = p.suggestion AND e.step = 'promise_evaluated' AND e.promise = p.promise AND e.day >= p.day
        ),
        FALSE
    FROM word AS p
    CROSS JOIN LATERAL (SELECT n.* FROM given AS n WHERE n.suggestion = p.suggestion ORDER BY n.time LIMIT 1) AS g
    WHERE p.step IN ('promise_kept', 'promise_missed')
),

timed AS (
    SELECT
        c.suggestion, c.step, c.about, c.began, {view}.last_day(c.began, r.amount, r.period) AS due_day,
        concat_ws(' ', r.jurisdiction, nullif(r.level, ''), r.step, r.amount, r.period) AS rule,
        CASE WHEN c.done_on <= today THEN greatest(c.done_on, c.began) END AS done_on, c.ended, c.unit, c.region,
        c.level
    FROM clock AS c
    CROSS JOIN LATERAL {view}.place_on(c.region, c.began) AS p
    CROSS JOIN LATERAL {view}.rule_on(c.step, p.chain, c.level, c.began) AS r
    WHERE c.began <= today
    UNION ALL
    -- The reply has rows of its own, as figures rest on it: its last clock.
    SELECT
        d.suggestion, (string_to_array(d.rule, ' '))[cardinality(string_to_array(d.rule, ' ')) - 2], NULL,
        (
            SELECT max(w.day) FROM word AS w
            WHERE w.suggestion = d.suggestion AND w.step IN ('assigned', 'reassigned', 'rehandle_ordered')
        ),
        d.due_day, d.rule, CASE WHEN d.replied_on <= today THEN d.replied_on END, FALSE,
        NULL, NULL, NULL
    FROM {view}.deadline AS d
    WHERE d.suggestion = ANY (wanted) AND d.known_to IS NULL
)

SELECT
    t.suggestion, t.step, t.about, t.began, t.due_day, t.rule, t.done_on,
    CASE
        WHEN t.due_day IS NULL THEN 'unknown'
        WHEN t.done_on <= t.due_day THEN 'on_time'
        WHEN t.done_on > t.due_day THEN 'late'
        WHEN t.due_day < today THEN 'overdue'
        ELSE 'open'
    END,
    t.unit, t.region, t.level
FROM timed AS t
LEFT JOIN held AS h ON t.suggestion = h.suggestion
-- What nobody need do any more is not overdue.
WHERE t.done_on IS NOT NULL OR NOT (t.ended OR coalesce(h.closed, FALSE))
ORDER BY t.suggestion, t.began, t.step, t.about
$$;
