-- What the watch of deadlines has to look at on a day, of at most `most` objects, the longest waiting first: for each the `turn` in which it was put on
-- the list, and the day on which to look again (`next`, null for never); and a row for every step of it that is overdue, or so near its due day that
-- the rule `due_soon` wants it said, and that was not told. `rule`, `step`, `about` as notices have them. Told is what can still be mended: a department
-- that has answered need not be in contact before it, nor its co-handlers give their opinion. The worker's, for the watch alone.
CREATE OR REPLACE FUNCTION {view}.heeded(today date, most integer)
RETURNS TABLE (
    object text, turn uuid, next date, rule text, due date, unit text, level text, region text, basis text, ahead text,
    departments text [], regions text [], step text, about text
)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
WITH woken AS MATERIALIZED (
    SELECT h.object, h.turn FROM core.heed AS h WHERE h.day <= today ORDER BY h.day, h.object LIMIT most
),

open AS MATERIALIZED (
    SELECT s.suggestion AS object, s.step, s.about, s.due_day, s.unit, s.level, s.region, s.rule AS basis, d.ahead, d.soon
    FROM {view}.steps(ARRAY(SELECT w.object FROM woken AS w), today) AS s
    -- From when on the rule of today wants it said.
    LEFT JOIN LATERAL (
        SELECT
            concat_ws(' ', r.jurisdiction, nullif(r.level, ''), r.step, r.amount, r.period) AS ahead,
            CASE r.period
                WHEN 'd' THEN s.due_day - least(r.amount, 40000)
                WHEN 'm' THEN (s.due_day - make_interval(months => least(r.amount, 1200)))::date
                WHEN 'wd' THEN
                    coalesce(
                        (SELECT w.day FROM {view}.workday AS w WHERE w.day <= s.due_day ORDER BY w.day DESC OFFSET least(r.amount, 40000) LIMIT 1),
                        '-infinity'
                    )
            END AS soon
        FROM {view}.place_on(s.region, today) AS p
        CROSS JOIN LATERAL {view}.rule_on('due_soon', p.chain, s.level, today) AS r
    ) AS d ON TRUE
    WHERE
        s.step = ANY ({view}.heeded_steps()) AND s.state IN ('open', 'overdue')
        AND NOT (
            s.step IN ('contact', 'co_opinion', 'co_opinion_again')
            AND EXISTS (
                SELECT FROM {view}.suggestion AS n WHERE s.suggestion = n.suggestion AND n.known_to IS NULL AND NOT n.unanswered @> today
            )
        )
),

tell AS (
    SELECT o.*, CASE WHEN o.due_day < today THEN 'overdue' ELSE 'due_soon' END AS rule
    FROM open AS o
    WHERE o.due_day < today OR o.soon <= today
),

untold AS (
    SELECT t.*
    FROM tell AS t
    WHERE NOT EXISTS (
        SELECT FROM core.told AS k WHERE k.object = t.object AND k.day = t.due_day AND k.rule = concat_ws(' ', t.rule, t.step, t.about)
    )
),

-- The next day on which a step of it is to be told; what was said of a later day is looked at then, and so is what another rule wants said.
again AS (
    SELECT
        w.object, w.turn,
        least(
            min(CASE WHEN today < o.soon THEN o.soon WHEN today <= o.due_day THEN o.due_day + 1 END),
            min((
                SELECT min(u.day)
                FROM {view}.rule AS n
                CROSS JOIN LATERAL (VALUES (n.valid_from), (n.valid_to)) AS u (day)
                WHERE n.step = 'due_soon' AND u.day > today AND u.day <= o.due_day
            )),
            (SELECT min(s.day) FROM {view}.statement AS s WHERE s.object = w.object AND s.known_to IS NULL AND s.day > today)
        ) AS next
    FROM woken AS w
    LEFT JOIN open AS o ON w.object = o.object
    GROUP BY w.object, w.turn
)

SELECT
    a.object, a.turn, a.next, u.rule, u.due_day, u.unit, u.level, u.region, u.basis,
    CASE WHEN u.rule = 'due_soon' THEN u.ahead END,
    CASE WHEN u.step IN ('reassign', 'contact', 'co_opinion', 'co_opinion_again') THEN ARRAY[u.about] ELSE '{}' END,
    ARRAY(
        SELECT n.region
        FROM (
            SELECT unnest(n.seen) AS region FROM {view}.suggestion AS n WHERE u.object = n.suggestion AND n.known_to IS NULL
            UNION
            SELECT unnest(d.seen) FROM {view}.deed AS d WHERE u.object = d.deed AND d.known_to IS NULL AND u.step = 'research'
        ) AS n
        ORDER BY n.region
    ),
    u.step, u.about
FROM again AS a
LEFT JOIN untold AS u ON a.object = u.object
$$;
REVOKE ALL ON FUNCTION {view}.heeded(date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {view}.heeded(date, integer) TO hub_deadlines;
