-- What there is to tell of deadlines on a day, the earliest due first, at most `most`: suggestions that are overdue (`overdue`), and those whose
-- due day is so near that the rule `due_soon` of that day wants it said (`due_soon`), each with what says so; not those that were told. The
-- organ is the one that assigned last. The worker's, for the watch of deadlines alone: it sees these rows and nothing else of the views.
CREATE OR REPLACE FUNCTION {view}.to_tell(today date, most integer)
RETURNS TABLE (
    object text, rule text, due date, unit text, level text, region text, basis text, ahead text, departments text [], regions text []
)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
WITH near AS MATERIALIZED (
    SELECT d.suggestion, d.due_day, d.rule AS basis, d.seen, CASE WHEN d.overdue @> today THEN 'overdue' ELSE 'due_soon' END AS rule
    FROM {view}.deadline AS d
    WHERE
        d.known_to IS NULL AND d.replied_on IS NULL
        -- No rule looks further ahead than this: a month has at most 31 days, and in twice its days and a month there are so many working days.
        AND d.due_day <= today + (
            SELECT coalesce(max(
                least(r.amount, 1200) * CASE r.period WHEN 'm' THEN 31 WHEN 'wd' THEN 2 ELSE 1 END + CASE r.period WHEN 'wd' THEN 31 ELSE 0 END
            ), 0)
            FROM {view}.rule AS r
            WHERE r.step = 'due_soon'
        )
        AND (d.overdue @> today OR d.due_day >= today AND d.due @> d.due_day)
        AND NOT EXISTS (
            SELECT FROM core.told AS t
            WHERE d.suggestion = t.object AND d.due_day = t.day AND t.rule = CASE WHEN d.overdue @> today THEN 'overdue' ELSE 'due_soon' END
        )
),

-- Who assigned it last. Of the overdue no more are looked at than are told.
untold AS MATERIALIZED (
    SELECT n.*, s.unit, s.level, s.region
    FROM (
        (SELECT o.* FROM near AS o WHERE o.rule = 'overdue' ORDER BY o.due_day, o.suggestion LIMIT most)
        UNION ALL
        SELECT o.* FROM near AS o WHERE o.rule = 'due_soon'
    ) AS n
    CROSS JOIN LATERAL (
        SELECT a.unit, a.level, a.region
        FROM {view}.statement AS a
        WHERE
            n.suggestion = a.object AND a.known_to IS NULL
            AND a.type IN ('cn.npc.suggestion.assigned.v1', 'cn.npc.suggestion.reassigned.v1', 'cn.npc.suggestion.rehandle_ordered.v1')
            AND (starts_with(a.object, a.speaker || '/') OR {view}.voice_of(a.speaker, a.object, a.day) = 'own')
        ORDER BY a.time DESC, a.speaker DESC, a.id DESC
        LIMIT 1
    ) AS s
),

found AS (
    SELECT u.*, NULL AS ahead
    FROM untold AS u
    WHERE u.rule = 'overdue'
    UNION ALL
    SELECT u.*, concat_ws(' ', r.jurisdiction, nullif(r.level, ''), r.step, r.amount, r.period)
    FROM untold AS u
    CROSS JOIN LATERAL {view}.place_on(u.region, today) AS p
    CROSS JOIN LATERAL {view}.rule_on('due_soon', p.chain, u.level, today) AS r
    WHERE
        u.rule = 'due_soon'
        AND CASE r.period
            WHEN 'd' THEN u.due_day - today <= r.amount
            WHEN 'm' THEN (u.due_day - make_interval(months => least(r.amount, 1200)))::date <= today
            WHEN 'wd' THEN (SELECT count(*) FROM {view}.workday AS w WHERE today < w.day AND w.day <= u.due_day) <= r.amount
            ELSE FALSE
        END
)

SELECT
    f.suggestion, f.rule, f.due_day, f.unit, f.level, f.region, f.basis, f.ahead,
    ARRAY(
        SELECT DISTINCT o.department
        FROM {view}.suggestion AS s
        CROSS JOIN LATERAL unnest(s.departments, s.roles, s.stays) AS o (department, role, stay)
        WHERE f.suggestion = s.suggestion AND s.known_to IS NULL AND o.role IN ('main', 'separate') AND o.stay @> today
        ORDER BY o.department
    ),
    f.seen
FROM found AS f
ORDER BY f.due_day, f.suggestion
LIMIT most
$$;
REVOKE ALL ON FUNCTION {view}.to_tell(date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {view}.to_tell(date, integer) TO hub_deadlines;
