-- The rows of suggestions that were assigned once, and of which nothing else was said that moves a clock: all that must answer have one clock,
-- which began that day, and one answer ends it. What a row means is said in `derive`, which makes the same of these, and makes all others; a
-- test holds one against the other.
WITH clock AS MATERIALIZED (
    SELECT t.suggestion, c.day, c.region, c.level, c.stated
    FROM touched_deadline AS t
    -- Few are touched, whatever the planner thinks: a look into the index for each, and one clock at a time.
    CROSS JOIN LATERAL (
        SELECT min(n.day) AS day, min(n.region) AS region, min(n.level) AS level, min(n.data ->> 'due')::date AS stated
        FROM {view}.statement AS n
        WHERE
            t.suggestion = n.object
            AND n.type IN (
                'cn.npc.suggestion.assigned.v1', 'cn.npc.suggestion.reassigned.v1', 'cn.npc.suggestion.extended.v1',
                'cn.npc.suggestion.rehandle_ordered.v1'
            )
        HAVING
            count(*) = 1 AND min(n.type) = 'cn.npc.suggestion.assigned.v1'
            AND bool_and(n.known_to IS NULL AND starts_with(n.object, n.speaker || '/'))
        OFFSET 0
    ) AS c
    WHERE
        NOT EXISTS (SELECT FROM {view}.link AS l WHERE t.suggestion = l.one AND l.stands)
        AND NOT EXISTS (SELECT FROM {view}.link AS l WHERE t.suggestion = l.other AND l.stands)
),

-- Where it began, and between which days on which any rule begins or ends: what the rules say of a chain and level is the same in between.
begun AS MATERIALIZED (
    SELECT
        c.*,
        coalesce(a.chain, (SELECT p.chain FROM {view}.place_on(c.region, c.day) AS p)) AS place,
        width_bucket(c.day, (
            SELECT array_agg(u.day ORDER BY u.day)
            FROM (SELECT n.valid_from AS day FROM {view}.rule AS n UNION SELECT n.valid_to FROM {view}.rule AS n) AS u
        )) AS era
    FROM clock AS c
    LEFT JOIN {view}.ancestry AS a ON c.region = a.region AND a.valid_from <= c.day AND c.day < a.valid_to
),

ruled AS MATERIALIZED (
    SELECT
        k.place, k.level, k.era, r.amount, r.period,
        concat_ws(' ', r.jurisdiction, nullif(r.level, ''), r.step, r.amount, r.period) AS rule
    FROM (SELECT b.place, b.level, b.era, min(b.day) AS day FROM begun AS b GROUP BY b.place, b.level, b.era) AS k
    CROSS JOIN LATERAL {view}.rule_on('reply', k.place, k.level, k.day) AS r
),

-- Its last day, counted once for all that began on one day.
term AS MATERIALIZED (
    SELECT b.day, r.amount, r.period, {view}.last_day(b.day, r.amount, r.period) AS due_day
    FROM begun AS b
    INNER JOIN ruled AS r ON b.place = r.place AND b.level = r.level AND b.era = r.era
    GROUP BY b.day, r.amount, r.period
)

SELECT
    p.suggestion,
    p.kind,
    p.category,
    p.due_day,
    p.rule,
    p.replied_on,
    CASE WHEN p.due_day IS NULL THEN '{}' ELSE datemultirange(daterange(p.due_day, NULL)) END AS due,
    CASE WHEN p.replied_on <= p.due_day THEN datemultirange(daterange(p.due_day, NULL)) ELSE '{}' END AS on_time,
    CASE WHEN p.replied_on > p.due_day THEN datemultirange(daterange(p.replied_on, NULL)) ELSE '{}' END AS late,
    CASE
        WHEN p.due_day IS NULL OR p.replied_on <= p.due_day THEN '{}'
        ELSE datemultirange(daterange(p.due_day + 1, p.replied_on))
    END AS overdue,
    CASE WHEN p.due_day IS NULL THEN datemultirange(daterange(p.began, NULL)) ELSE '{}' END AS unknown,
    int4range(extract(YEAR FROM p.began)::integer, extract(YEAR FROM p.due_day)::integer + 1) AS years,
    ARRAY(
        SELECT ROW(u.department, range_agg(u.stay) * datemultirange(daterange(p.began, NULL)), p.due_day)::{view}.deadline_clock
        FROM unnest(p.departments, p.roles, p.stays) AS u (department, role, stay)
        WHERE u.role IN ('main', 'separate')
        GROUP BY u.department
        ORDER BY u.department
    ) AS clocks,
    p.chain,
    p.level,
    p.day,
    p.disputes,
    p.seen,
    array_remove(
        ARRAY[
            CASE WHEN p.due_day IS NULL THEN 'CALENDAR_UNKNOWN' END,
            CASE WHEN p.stated <> p.due_day THEN 'DUE_DIFFERS' END
        ],
        NULL
    ) AS anomalies,
    p.known_from,
    p.known_to
FROM (
    SELECT
        s.*, b.day AS began, b.stated, e.due_day, r.rule,
        lower(datemultirange(daterange(b.day, NULL)) - s.unanswered) AS replied_on
    FROM begun AS b
    INNER JOIN ruled AS r ON b.place = r.place AND b.level = r.level AND b.era = r.era
    INNER JOIN term AS e ON b.day = e.day AND r.amount = e.amount AND r.period = e.period
    CROSS JOIN LATERAL (
        SELECT
            o.suggestion, o.kind, o.category, o.departments, o.stays, o.unanswered, o.chain, o.level, o.day, o.disputes, o.seen, o.known_from, o.known_to,
            bool_and(o.closed = '{}') OVER () AS open, o.roles
        FROM {view}.suggestion AS o
        WHERE b.suggestion = o.suggestion
        OFFSET 0
    ) AS s
    WHERE s.open AND s.roles && '{main, separate}'
    OFFSET 0
) AS p
