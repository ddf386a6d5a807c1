-- Suggestions that a department must answer.
WITH held AS MATERIALIZED (
    SELECT
        s.suggestion, s.kind, s.category, s.departments, s.roles, s.stays, s.unanswered, s.closed, s.chain, s.level, s.day, s.disputes, s.seen,
        s.known_from, s.known_to
    FROM touched_deadline AS t
    INNER JOIN {view}.suggestion AS s ON t.suggestion = s.suggestion
    -- What was assigned once is there already.
    WHERE s.roles && '{main, separate}' AND NOT EXISTS (SELECT FROM came_deadline AS f WHERE t.suggestion = f.suggestion)
),

-- What moves the clock.
said AS MATERIALIZED (
    SELECT
        s.object AS suggestion, split_part(s.type, '.', 4) AS step, s.time, s.speaker, s.id, s.day, s.region, s.level, s.data,
        s.known_from, s.known_to
    FROM (SELECT DISTINCT h.suggestion FROM held AS h) AS h
    -- Few are touched, whatever the planner thinks: a look into the index for each.
    CROSS JOIN LATERAL (SELECT n.* FROM {view}.statement AS n WHERE h.suggestion = n.object OFFSET 0) AS s
    WHERE
        s.type IN (
            'cn.npc.suggestion.assigned.v1', 'cn.npc.suggestion.reassigned.v1', 'cn.npc.suggestion.extended.v1',
            'cn.npc.suggestion.rehandle_ordered.v1'
        )
        AND (starts_with(s.object, s.speaker || '/') OR {view}.voice_of(s.speaker, s.object, s.day) = 'own')
),

-- Where the matters of linked ones lie, and of what kind and category they are.
placed AS MATERIALIZED (
    SELECT h.suggestion, m.kind, m.category, m.chain, m.level, m.day, m.known_from, m.known_to
    FROM (SELECT DISTINCT h.suggestion FROM held AS h) AS h
    INNER JOIN {view}.matter AS m ON h.suggestion = m.matter OR cardinality(m.members) > 1 AND m.members @> ARRAY[h.suggestion]
    WHERE
        EXISTS (SELECT FROM {view}.link AS l WHERE h.suggestion = l.one AND l.stands)
        OR EXISTS (SELECT FROM {view}.link AS l WHERE h.suggestion = l.other AND l.stands)
),

span AS MATERIALIZED (
    SELECT t.suggestion, t.day AS since, lead(t.day) OVER (PARTITION BY t.suggestion ORDER BY t.day) AS until
    FROM (
        SELECT h.suggestion, u.day
        FROM (
            SELECT h.suggestion, h.known_from, h.known_to FROM held AS h
            UNION ALL
            SELECT s.suggestion, s.known_from, s.known_to FROM said AS s
            UNION ALL
            SELECT p.suggestion, p.known_from, p.known_to FROM placed AS p
        ) AS h
        CROSS JOIN LATERAL (VALUES (h.known_from), (h.known_to)) AS u (day)
        WHERE u.day IS NOT NULL
        GROUP BY h.suggestion, u.day
    ) AS t
),

-- Each of those departments, and while it must.
must AS MATERIALIZED (
    SELECT h.suggestion, p.since, d.department, range_agg(d.stay) AS stay
    FROM span AS p
    INNER JOIN held AS h
        ON p.suggestion = h.suggestion AND h.known_from <= p.since AND (h.known_to IS NULL OR p.since < h.known_to)
    CROSS JOIN LATERAL unnest(h.departments, h.roles, h.stays) AS d (department, role, stay)
    WHERE d.role IN ('main', 'separate')
    GROUP BY h.suggestion, p.since, d.department
),

-- The turns of its clock: being assigned and being told to handle anew begin it, an extension puts its end off.
turn AS MATERIALIZED (
    SELECT
        m.suggestion, m.since, m.department, m.stay, s.time, s.speaker, s.id, s.day, s.region, s.level,
        s.step <> 'extended' AS begins,
        s.step = 'rehandle_ordered' AS again,
        coalesce(s.data ->> 'due', s.data ->> 'until')::date AS stated,
        s.data ? 'consent_by' AS agreed
    FROM must AS m
    INNER JOIN said AS s
        ON m.suggestion = s.suggestion AND s.known_from <= m.since AND (s.known_to IS NULL OR m.since < s.known_to)
    WHERE
        CASE s.step
            WHEN 'rehandle_ordered' THEN TRUE
            WHEN 'extended' THEN coalesce(s.data ->> 'dept', m.department) = m.department
            ELSE EXISTS (
                SELECT
                FROM jsonb_to_recordset(s.data -> 'departments') AS d (dept text, role text)
                WHERE m.department = d.dept AND d.role IN ('main', 'separate')
            )
        END
),

-- When, where and in which round the clock of each turn began.
clock AS MATERIALIZED (
    SELECT
        t.*,
        first_value(t.day) OVER c AS began,
        first_value(t.region) OVER c AS begun_in,
        first_value(t.level) OVER c AS begun_at
    FROM (
        SELECT
            t.*,
            bool_or(t.again) OVER w AS later,
            count(*) FILTER (WHERE t.begins) OVER w AS number,
            lead(t.day) OVER (PARTITION BY t.suggestion, t.since, t.department ORDER BY t.time, t.speaker, t.id) AS next
        FROM turn AS t
        WINDOW w AS (
            PARTITION BY t.suggestion, t.since, t.department ORDER BY t.time, t.speaker, t.id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        )
    ) AS t
    WHERE t.number > 0
    WINDOW c AS (PARTITION BY t.suggestion, t.since, t.department, t.number ORDER BY t.time, t.speaker, t.id)
),

-- What the rules say of clocks that began alike. A later round has a rule of its own, or that of the first.
ruled AS MATERIALIZED (
    SELECT
        a.begun_in, a.begun_at, a.began, a.later,
        CASE
            WHEN h.rule IS NULL THEN concat_ws(' ', r.jurisdiction, nullif(r.level, ''), r.step, r.amount, r.period)
            ELSE concat_ws(' ', h.jurisdiction, nullif(h.level, ''), h.step, h.amount, h.period)
        END AS rule,
        {view}.last_day(a.began, coalesce(h.amount, r.amount), coalesce(h.period, r.period)) AS due,
        concat_ws(' ', x.jurisdiction, nullif(x.level, ''), x.step, x.amount, x.period) AS longer_rule,
        {view}.last_day(a.began, x.amount, x.period) AS longer,
        x.consent
    FROM (
        SELECT c.begun_in, c.begun_at, c.began, c.later, bool_or(NOT c.begins) AS extends
        FROM clock AS c
        GROUP BY c.begun_in, c.begun_at, c.began, c.later
    ) AS a
    CROSS JOIN LATERAL {view}.place_on(a.begun_in, a.began) AS p
    LEFT JOIN LATERAL {view}.rule_on('rehandle', p.chain, a.begun_at, a.began) AS h ON a.later
    LEFT JOIN LATERAL {view}.rule_on('reply', p.chain, a.begun_at, a.began) AS r ON h.rule IS NULL
    LEFT JOIN LATERAL {view}.rule_on('reply_extended', p.chain, a.begun_at, a.began) AS x ON a.extends AND h.rule IS NULL
    WHERE h.rule IS NOT NULL OR r.rule IS NOT NULL
),

-- By when each department must have answered, from the day of one turn to that of the next.
term AS MATERIALIZED (
    SELECT
        e.suggestion, e.since, e.department, e.began, e.stated, e.begins, e.allowed, e.ruled_out,
        NOT e.begins AND coalesce(e.allowed AND e.stated > e.longer, FALSE) AS beyond,
        datemultirange({view}.days(e.day, e.next)) * e.stay AS days,
        CASE WHEN e.extended THEN e.longer ELSE e.due END AS due,
        CASE WHEN e.extended THEN e.longer_rule ELSE e.rule END AS rule
    FROM (
        SELECT
            c.*, r.due, r.rule, r.longer, r.longer_rule,
            r.longer_rule = '' AS ruled_out,
            r.longer_rule <> '' AND (c.agreed OR NOT r.consent) AS allowed,
            bool_or(NOT c.begins AND r.longer_rule <> '' AND (c.agreed OR NOT r.consent)) OVER (
                PARTITION BY c.suggestion, c.since, c.department, c.number ORDER BY c.time, c.speaker, c.id
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS extended
        FROM clock AS c
        INNER JOIN ruled AS r
            ON c.begun_in = r.begun_in AND c.begun_at = r.begun_at AND c.began = r.began AND c.later = r.later
    ) AS e
),

-- The latest of them, from each day on which one of them begins or ends; unknown as long as one is.
latest AS MATERIALIZED (
    SELECT
        b.suggestion, b.since, b.day, b.next,
        CASE WHEN bool_and(t.due IS NOT NULL) THEN max(t.due) END AS due,
        (array_agg(t.rule ORDER BY t.due DESC NULLS FIRST, t.rule))[1] AS rule
    FROM (
        SELECT d.suggestion, d.since, d.day, lead(d.day) OVER (PARTITION BY d.suggestion, d.since ORDER BY d.day) AS next
        FROM (
            SELECT DISTINCT t.suggestion, t.since, u.day
            FROM term AS t
            CROSS JOIN LATERAL unnest(t.days) AS r (days)
            CROSS JOIN LATERAL (VALUES (lower(r.days)), (upper(r.days))) AS u (day)
            WHERE u.day IS NOT NULL
        ) AS d
    ) AS b
    INNER JOIN term AS t ON b.suggestion = t.suggestion AND b.since = t.since AND t.days @> b.day
    GROUP BY b.suggestion, b.since, b.day, b.next
),

-- While all that must have answered.
answer AS MATERIALIZED (
    SELECT m.suggestion, m.since, range_agg(m.stay) - h.unanswered AS days
    FROM must AS m
    INNER JOIN held AS h
        ON m.suggestion = h.suggestion AND h.known_from <= m.since AND (h.known_to IS NULL OR m.since < h.known_to)
    GROUP BY m.suggestion, m.since, h.unanswered
),

counted AS MATERIALIZED (
    SELECT
        l.suggestion, l.since,
        (array_agg(l.due ORDER BY l.day DESC))[1] AS due_day,
        (array_agg(l.rule ORDER BY l.day DESC))[1] AS rule,
        CASE WHEN upper_inf(a.days) THEN (SELECT max(lower(u.days)) FROM unnest(a.days) AS u (days)) END AS replied_on,
        range_agg({view}.days(greatest(l.day, l.due), l.next)) FILTER (WHERE l.due IS NOT NULL) AS due,
        range_agg({view}.days(greatest(l.day, l.due + 1), l.next)) FILTER (WHERE l.due IS NOT NULL) - a.days AS overdue,
        range_agg({view}.days(l.day, l.next)) FILTER (WHERE l.due IS NULL) AS unknown
    FROM latest AS l
    INNER JOIN answer AS a ON l.suggestion = a.suggestion AND l.since = a.since
    GROUP BY l.suggestion, l.since, a.days
),

-- Of each answer, whether it came by the day that was then due.
kept AS MATERIALIZED (
    SELECT
        l.suggestion, l.since,
        range_agg({view}.days(greatest(l.day, l.due, lower(u.days)), least(l.next, upper(u.days)))) FILTER (WHERE lower(u.days) <= l.due) AS on_time,
        range_agg({view}.days(greatest(l.day, l.due, lower(u.days)), least(l.next, upper(u.days)))) FILTER (WHERE lower(u.days) > l.due) AS late
    FROM latest AS l
    INNER JOIN answer AS a ON l.suggestion = a.suggestion AND l.since = a.since
    CROSS JOIN LATERAL unnest(a.days) AS u (days)
    WHERE l.due IS NOT NULL
    GROUP BY l.suggestion, l.since
),

doubted AS MATERIALIZED (
    SELECT
        t.suggestion, t.since,
        int4range(
            extract(YEAR FROM min(t.began))::integer,
            CASE WHEN bool_and(t.due IS NOT NULL) THEN extract(YEAR FROM max(t.due))::integer + 1 END
        ) AS years,
        array_agg(ROW(t.department, t.days, t.due)::{view}.deadline_clock ORDER BY t.department, t.days, t.due) AS clocks,
        array_remove(
            ARRAY[
                CASE WHEN bool_or(t.due IS NULL) THEN 'CALENDAR_UNKNOWN' END,
                CASE WHEN bool_or(t.stated <> t.due AND NOT t.beyond) THEN 'DUE_DIFFERS' END,
                CASE WHEN bool_or(t.beyond) THEN 'EXTENDED_BEYOND_MAXIMUM' END,
                CASE WHEN bool_or(NOT t.begins AND NOT t.allowed AND NOT t.ruled_out) THEN 'EXTENDED_WITHOUT_CONSENT' END,
                CASE WHEN bool_or(NOT t.begins AND t.ruled_out) THEN 'EXTENDED_WITHOUT_RULE' END
            ],
            NULL
        ) AS anomalies
    FROM term AS t
    GROUP BY t.suggestion, t.since
)

SELECT
    h.suggestion,
    CASE WHEN m.suggestion IS NULL THEN h.kind ELSE m.kind END AS kind,
    CASE WHEN m.suggestion IS NULL THEN h.category ELSE m.category END AS category,
    c.due_day,
    c.rule,
    c.replied_on,
    coalesce(c.due - h.closed, '{}') AS due,
    coalesce(k.on_time - h.closed, '{}') AS on_time,
    coalesce(k.late - h.closed, '{}') AS late,
    coalesce(c.overdue - h.closed, '{}') AS overdue,
    coalesce(c.unknown - h.closed, '{}') AS unknown,
    d.years,
    d.clocks,
    CASE WHEN m.suggestion IS NULL THEN h.chain ELSE m.chain END AS chain,
    CASE WHEN m.suggestion IS NULL THEN h.level ELSE m.level END AS level,
    CASE WHEN m.suggestion IS NULL THEN h.day ELSE m.day END AS day,
    h.disputes,
    CASE
        WHEN m.chain <@ h.seen IS NOT FALSE THEN h.seen
        ELSE ARRAY(SELECT DISTINCT u.region FROM unnest(h.seen || m.chain) AS u (region) ORDER BY u.region)
    END AS seen,
    d.anomalies,
    p.since AS known_from,
    p.until AS known_to
FROM span AS p
INNER JOIN held AS h ON p.suggestion = h.suggestion AND h.known_from <= p.since AND (h.known_to IS NULL OR p.since < h.known_to)
INNER JOIN counted AS c ON p.suggestion = c.suggestion AND p.since = c.since
INNER JOIN doubted AS d ON p.suggestion = d.suggestion AND p.since = d.since
LEFT JOIN kept AS k ON p.suggestion = k.suggestion AND p.since = k.since
LEFT JOIN placed AS m ON p.suggestion = m.suggestion AND m.known_from <= p.since AND (m.known_to IS NULL OR p.since < m.known_to)
