-- What each department that was assigned a suggestion has to do with it: of those that lie in a region, and of one department where it is
-- `wanted`, as known at the end of a recorded day: +1 on the day on which something becomes so of it, -1 on the day on which it ends. Worked out
-- when asked, from what was said of these suggestions: nothing of it is kept, and no fold pays for it.
CREATE FUNCTION {view}.charge(asked text, wanted text, known date)
RETURNS TABLE (
    suggestion text, measure text, chain text [], level text, kind text, category text, department text, role text, grade text, day date, n bigint
)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
RETURN QUERY
WITH held AS MATERIALIZED (
    SELECT s.suggestion, m.chain, m.level, m.kind, m.category, m.counting - s.closed AS counting, s.departments, s.roles, s.stays
    FROM {view}.matter AS m
    CROSS JOIN LATERAL unnest(m.members) AS u (suggestion)
    INNER JOIN {view}.suggestion AS s ON u.suggestion = s.suggestion AND s.known_from <= known AND (s.known_to IS NULL OR s.known_to > known)
    WHERE
        m.chain[1] IN (SELECT p.region FROM {view}.place AS p WHERE p.chain @> ARRAY[asked]) AND m.chain @> ARRAY[asked]
        AND m.known_from <= known AND (m.known_to IS NULL OR m.known_to > known)
        AND (wanted IS NULL OR s.departments @> ARRAY[wanted])
),

said AS MATERIALIZED (
    SELECT h.suggestion, s.step, s.time, s.speaker, s.id, s.day, s.data
    FROM held AS h
    CROSS JOIN LATERAL (
        SELECT split_part(n.type, '.', 4) AS step, n.time, n.speaker, n.id, n.day, n.data
        FROM {view}.statement AS n
        WHERE
            h.suggestion = n.object AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
            AND n.type IN ('cn.npc.suggestion.replied.v1', 'cn.npc.suggestion.reply_evaluated.v1', 'cn.npc.suggestion.rehandle_ordered.v1')
        OFFSET 0
    ) AS s
    WHERE
        s.step = 'replied' OR starts_with(h.suggestion, s.speaker || '/')
        OR {view}.voice_of(s.speaker, h.suggestion, s.day) = ANY (CASE s.step WHEN 'reply_evaluated' THEN '{own,same}' ELSE '{own}' END::text [])
),

again AS (
    SELECT s.suggestion, array_agg(s.time ORDER BY s.time) AS times, array_agg(s.day ORDER BY s.time) AS days
    FROM said AS s
    WHERE s.step = 'rehandle_ordered'
    GROUP BY s.suggestion
),

duty AS MATERIALIZED (
    SELECT
        h.suggestion, h.chain, h.level, h.kind, h.category, d.department, d.role, d.role IN ('main', 'separate') AS must, d.stay * h.counting AS stay
    FROM held AS h
    CROSS JOIN LATERAL unnest(h.departments, h.roles, h.stays) AS d (department, role, stay)
    WHERE wanted IS NULL OR d.department = wanted
),

-- While it has answered in the current round.
answer AS MATERIALIZED (
    SELECT
        d.suggestion, d.department, d.role, d.stay,
        d.stay * coalesce(
            range_agg({view}.days_of_round(s.day, coalesce((s.data ->> 'round')::integer, 1 + width_bucket(s.time, a.times), 1), a.days))
            FILTER (WHERE s.day IS NOT NULL),
            '{}'
        ) AS days
    FROM duty AS d
    LEFT JOIN said AS s ON d.suggestion = s.suggestion AND s.step = 'replied' AND s.data ->> 'dept' = d.department
    LEFT JOIN again AS a ON d.suggestion = a.suggestion
    WHERE d.must
    GROUP BY d.suggestion, d.department, d.role, d.stay
),

-- From when to when it had to answer by a day.
clock AS MATERIALIZED (
    SELECT a.suggestion, a.department, a.role, a.stay, a.days AS answered, c.due, lower(u.days) AS since, upper(u.days) AS until
    FROM answer AS a
    INNER JOIN {view}.deadline AS l ON a.suggestion = l.suggestion AND l.known_from <= known AND (l.known_to IS NULL OR l.known_to > known)
    CROSS JOIN LATERAL unnest(l.clocks) AS c (department, days, due)
    CROSS JOIN LATERAL unnest(c.days) AS u (days)
    WHERE c.department = a.department AND c.due IS NOT NULL
),

graded AS (
    SELECT g.suggestion, g.department, g.role, g.stay, {view}.grades_of(g.words, f.final, ARRAY[g.department], ARRAY[g.stay]) AS grades, f.measure
    FROM (
        SELECT
            d.suggestion, d.department, d.role, d.stay,
            array_agg(
                ROW(s.time, s.speaker, s.id, NULL, NULL, s.day, NULL, NULL, s.data ->> 'grade', s.data ->> 'dept')::{view}.suggestion_word
                ORDER BY s.time, s.speaker, s.id
            ) AS words
        FROM duty AS d
        INNER JOIN said AS s
            ON
                d.suggestion = s.suggestion AND s.step = 'reply_evaluated' AND s.data ->> 'axis' = 'result'
                AND coalesce(s.data ->> 'dept', d.department) = d.department
        WHERE d.must
        GROUP BY d.suggestion, d.department, d.role, d.stay
    ) AS g
    CROSS JOIN (VALUES ('departments.satisfaction_first', FALSE), ('departments.satisfaction_final', TRUE)) AS f (measure, final)
),

state AS (
    SELECT d.suggestion, d.department, d.role, 'departments.assigned' AS measure, '' AS grade, d.stay AS days FROM duty AS d
    UNION ALL
    SELECT a.suggestion, a.department, a.role, 'departments.replied', '', a.days FROM answer AS a
    UNION ALL
    SELECT c.suggestion, c.department, c.role, 'departments.due', '', range_agg({view}.days(greatest(c.since, c.due), c.until)) * c.stay
    FROM clock AS c
    GROUP BY c.suggestion, c.department, c.role, c.stay
    UNION ALL
    SELECT
        c.suggestion, c.department, c.role, 'departments.overdue', '',
        range_agg({view}.days(greatest(c.since, c.due + 1), c.until)) * c.stay - c.answered
    FROM clock AS c
    GROUP BY c.suggestion, c.department, c.role, c.stay, c.answered
    UNION ALL
    SELECT
        c.suggestion, c.department, c.role, CASE WHEN lower(u.days) <= c.due THEN 'departments.on_time' ELSE 'departments.late' END, '',
        range_agg({view}.days(greatest(c.since, c.due, lower(u.days)), least(c.until, upper(u.days)))) * c.stay
    FROM clock AS c
    CROSS JOIN LATERAL unnest(c.answered) AS u (days)
    GROUP BY c.suggestion, c.department, c.role, c.stay, 4
    UNION ALL
    SELECT g.suggestion, g.department, g.role, g.measure, v.grade, g.grades[v.place] * g.stay
    FROM graded AS g
    CROSS JOIN (VALUES ('satisfied', 1), ('basically', 2), ('dissatisfied', 3)) AS v (grade, place)
)

SELECT d.suggestion, t.measure, d.chain, d.level, d.kind, d.category, d.department, d.role, t.grade, b.day, b.n::bigint
FROM state AS t
INNER JOIN duty AS d ON t.suggestion = d.suggestion AND t.department = d.department AND t.role = d.role
CROSS JOIN LATERAL unnest(t.days) AS u (days)
CROSS JOIN LATERAL (VALUES (lower(u.days), 1), (upper(u.days), -1)) AS b (day, n)
WHERE b.day IS NOT NULL;
END
$$;
