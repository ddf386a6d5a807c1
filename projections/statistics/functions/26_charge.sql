-- What each department that was assigned a suggestion has to do with it: of the matters `within` a region, or in some `regions`; of the `wanted`
-- departments where any are; as known at the end of a recorded day: +1 on the day on which something becomes so of it, -1 on the day on
-- which it ends. `homes[i]` stands for the department `merged[i]`: what several handle for which one stands is one, which has answered when all have,
-- by the latest of their days, under the worst of their grades. Worked out when asked, from what was said of these suggestions: nothing of it is
-- kept, and no fold pays for it. Planned each time, as a plan for all regions knows nothing; and as none knows how much was said of how many, what is
-- found is joined by hash, and looked up in the tables one by one.
CREATE FUNCTION {view}.charge(
    measures text [], within text, known date DEFAULT 'infinity', regions text [] DEFAULT NULL, wanted text [] DEFAULT NULL,
    merged text [] DEFAULT '{}', homes text [] DEFAULT '{}'
)
RETURNS TABLE (
    suggestion text, members text [], entered date, measure text, chain text [], level text, kind text, category text, department text, role text,
    grade text, day date, n bigint
)
LANGUAGE plpgsql STABLE PARALLEL SAFE SET plan_cache_mode TO force_custom_plan SET enable_nestloop TO off
AS $$
#variable_conflict use_column
DECLARE
    places text [] := coalesce(regions, ARRAY(
        WITH RECURSIVE lower (place, region) AS (
            SELECT p.place, p.region FROM {view}.place AS p WHERE p.region = within
            UNION ALL
            SELECT p.place, p.region
            FROM lower AS l
            INNER JOIN {view}.place AS p ON l.region = p.parent AND l.place = p.above
        )

        SELECT DISTINCT l.region FROM lower AS l
    ));
BEGIN
RETURN QUERY
WITH held AS MATERIALIZED (
    SELECT
        s.suggestion, m.members, m.day AS entered, m.chain, m.level, m.kind, m.category, m.counting - s.closed AS counting,
        s.departments, s.roles, s.stays, s.judge
    FROM {view}.matter AS m
    CROSS JOIN LATERAL unnest(m.members) AS u (suggestion)
    CROSS JOIN LATERAL (
        SELECT n.*
        FROM {view}.suggestion AS n
        WHERE u.suggestion = n.suggestion AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
        OFFSET 0
    ) AS s
    WHERE
        m.chain[1] = ANY (places) AND (within IS NULL OR m.chain @> ARRAY[within])
        AND m.known_from <= known AND (m.known_to IS NULL OR m.known_to > known)
        AND CASE WHEN wanted IS NULL THEN s.departments <> '{}' ELSE s.departments && wanted END
),

said AS MATERIALIZED (
    SELECT w.*
    FROM held AS h
    CROSS JOIN LATERAL (
        SELECT n.*
        FROM {view}.charge_word AS n
        WHERE h.suggestion = n.suggestion AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
        OFFSET 0
    ) AS w
    -- Where somebody leads, what others say who gave it counts for nothing.
    WHERE w.rater = h.judge IS NOT FALSE
),

again AS (
    SELECT
        s.suggestion, array_agg(s.time ORDER BY s.time) AS times, array_agg(s.speaker ORDER BY s.time) AS speakers,
        array_agg(s.id ORDER BY s.time) AS ids, array_agg(s.day ORDER BY s.time) AS days
    FROM said AS s
    WHERE s.step = 'rehandle_ordered'
    GROUP BY s.suggestion
),

duty AS MATERIALIZED (
    SELECT
        h.suggestion, coalesce(homes[array_position(merged, d.department)], d.department) AS home, d.department, d.role,
        d.role IN ('main', 'separate') AS must, d.stay
    FROM held AS h
    CROSS JOIN LATERAL unnest(h.departments, h.roles, h.stays) AS d (department, role, stay)
    WHERE wanted IS NULL OR d.department = ANY (wanted)
),

several AS MATERIALIZED (
    SELECT d.suggestion, d.home, d.role FROM duty AS d WHERE d.must GROUP BY d.suggestion, d.home, d.role HAVING count(*) > 1
),

-- While each has answered in the current round.
answer AS (
    SELECT
        d.suggestion, d.home, d.role, d.stay,
        range_agg(
            {view}.days_of_round(s.day, coalesce(s.round, {view}.round_at(s.time, s.speaker, s.id, a.times, a.speakers, a.ids)), a.days)
        )
        FILTER (WHERE s.day IS NOT NULL) AS days
    FROM duty AS d
    LEFT JOIN said AS s ON d.suggestion = s.suggestion AND s.step = 'replied' AND s.dept = d.department
    LEFT JOIN again AS a ON d.suggestion = a.suggestion
    WHERE d.must
    GROUP BY d.suggestion, d.home, d.role, d.department, d.stay
),

answered AS MATERIALIZED (
    SELECT a.suggestion, a.home, a.role, range_agg(a.stay) - range_agg(a.stay - coalesce(a.days, '{}')) AS days
    FROM answer AS a
    GROUP BY a.suggestion, a.home, a.role
),

-- When it had to answer by a day.
clock AS MATERIALIZED (
    SELECT d.suggestion, d.home, d.role, c.due, c.days * d.stay AS days
    FROM duty AS d
    CROSS JOIN LATERAL (
        SELECT u.due, u.days
        FROM {view}.deadline AS l
        CROSS JOIN LATERAL unnest(l.clocks) AS u (department, days, due)
        WHERE d.suggestion = l.suggestion AND l.known_from <= known AND (l.known_to IS NULL OR l.known_to > known) AND u.department = d.department
        OFFSET 0
    ) AS c
    WHERE d.must
),

bound AS (
    SELECT b.suggestion, b.home, b.role, b.day, lead(b.day) OVER (PARTITION BY b.suggestion, b.home, b.role ORDER BY b.day) AS next
    FROM (
        SELECT DISTINCT c.suggestion, c.home, c.role, v.day
        FROM clock AS c
        INNER JOIN several AS s ON c.suggestion = s.suggestion AND c.home = s.home AND c.role = s.role
        CROSS JOIN LATERAL unnest(c.days) AS u (days)
        CROSS JOIN LATERAL (VALUES (lower(u.days)), (upper(u.days))) AS v (day)
        WHERE v.day IS NOT NULL
    ) AS b
),

latest AS MATERIALIZED (
    SELECT c.suggestion, c.home, c.role, c.due, lower(u.days) AS since, upper(u.days) AS until
    FROM clock AS c
    CROSS JOIN LATERAL unnest(c.days) AS u (days)
    WHERE c.due IS NOT NULL AND (c.suggestion, c.home, c.role) NOT IN (SELECT s.suggestion, s.home, s.role FROM several AS s)
    UNION ALL
    SELECT b.suggestion, b.home, b.role, max(c.due), b.day, b.next
    FROM bound AS b
    INNER JOIN clock AS c ON b.suggestion = c.suggestion AND b.home = c.home AND b.role = c.role AND c.days @> b.day
    GROUP BY b.suggestion, b.home, b.role, b.day, b.next
    HAVING bool_and(c.due IS NOT NULL)
),

timed AS (
    SELECT l.suggestion, l.home, l.role, l.due, l.since, l.until, a.days AS answered
    FROM latest AS l
    INNER JOIN answered AS a ON l.suggestion = a.suggestion AND l.home = a.home AND l.role = a.role
),

-- Grades one after the other; one that names no department is of each.
word AS (
    SELECT
        d.suggestion, d.home, d.role, d.stay, s.grade, s.day, row_number() OVER w AS place, lead(s.day) OVER w AS next
    FROM duty AS d
    INNER JOIN said AS s ON d.suggestion = s.suggestion AND s.step = 'reply_evaluated' AND coalesce(s.dept, d.department) = d.department
    WHERE d.must
    WINDOW w AS (PARTITION BY d.suggestion, d.department, d.role ORDER BY s.time, s.speaker, s.id)
),

graded AS (
    SELECT
        w.suggestion, w.home, w.role, m.measure,
        coalesce(range_agg(m.days) FILTER (WHERE w.grade = 'satisfied'), '{}') AS satisfied,
        coalesce(range_agg(m.days) FILTER (WHERE w.grade = 'basically'), '{}') AS basically,
        coalesce(range_agg(m.days) FILTER (WHERE w.grade = 'dissatisfied'), '{}') AS dissatisfied
    FROM word AS w
    CROSS JOIN LATERAL (
        SELECT 'departments.satisfaction_first' AS measure, datemultirange(daterange(w.day, NULL)) * w.stay AS days WHERE w.place = 1
        UNION ALL
        SELECT 'departments.satisfaction_final', datemultirange({view}.days(w.day, w.next)) * w.stay WHERE w.next IS NULL OR w.day < w.next
    ) AS m
    GROUP BY w.suggestion, w.home, w.role, m.measure
),

state AS (
    SELECT d.suggestion, d.home, d.role, 'departments.assigned' AS measure, '' AS grade, range_agg(d.stay) AS days
    FROM duty AS d
    WHERE 'departments.assigned' = ANY (measures)
    GROUP BY d.suggestion, d.home, d.role
    UNION ALL
    SELECT a.suggestion, a.home, a.role, 'departments.replied', '', a.days FROM answered AS a WHERE 'departments.replied' = ANY (measures)
    UNION ALL
    SELECT t.suggestion, t.home, t.role, 'departments.due', '', range_agg({view}.days(greatest(t.since, t.due), t.until))
    FROM timed AS t
    WHERE 'departments.due' = ANY (measures)
    GROUP BY t.suggestion, t.home, t.role
    UNION ALL
    SELECT t.suggestion, t.home, t.role, 'departments.overdue', '', range_agg({view}.days(greatest(t.since, t.due + 1), t.until)) - t.answered
    FROM timed AS t
    WHERE 'departments.overdue' = ANY (measures)
    GROUP BY t.suggestion, t.home, t.role, t.answered
    UNION ALL
    SELECT
        t.suggestion, t.home, t.role, CASE WHEN lower(u.days) <= t.due THEN 'departments.on_time' ELSE 'departments.late' END, '',
        range_agg({view}.days(greatest(t.since, t.due, lower(u.days)), least(t.until, upper(u.days))))
    FROM timed AS t
    CROSS JOIN LATERAL unnest(t.answered) AS u (days)
    WHERE measures && '{departments.on_time,departments.late}'
    GROUP BY t.suggestion, t.home, t.role, 4
    UNION ALL
    SELECT g.suggestion, g.home, g.role, g.measure, v.grade, v.days
    FROM graded AS g
    CROSS JOIN LATERAL (
        VALUES
        ('satisfied', g.satisfied - g.basically - g.dissatisfied), ('basically', g.basically - g.dissatisfied), ('dissatisfied', g.dissatisfied)
    ) AS v (grade, days)
    WHERE g.measure = ANY (measures) AND v.days <> '{}'
)

SELECT
    t.suggestion, h.members, h.entered, t.measure, h.chain, h.level, h.kind, h.category, t.home, t.role, t.grade, b.day, b.n::bigint
FROM state AS t
INNER JOIN held AS h ON t.suggestion = h.suggestion
CROSS JOIN LATERAL unnest(t.days * h.counting) AS u (days)
CROSS JOIN LATERAL (VALUES (lower(u.days), 1), (upper(u.days), -1)) AS b (day, n)
WHERE t.measure = ANY (measures) AND b.day IS NOT NULL;
END
$$;
