-- Figures on the regions of a day: as recorded, without what lies elsewhere then, and with what lies here; only places in which that
-- differs are read. An object that was allocated lies where it was, if what it lay in was carried nowhere exactly. Departments are those of that
-- day as well; what that makes one of two departments of a matter counts once, and so with two congresses. Figures of one congress are those of what
-- was carried to exactly the region; a matter may be allocated, but not who assigned it. By level (`levels`) what counts at another than it did is
-- read as well: that of places whose region was at any time of another level than where it lies now.
-- Of most codes nothing lies elsewhere than is recorded, and where they lie is not worked out; but a congress or a department may be
-- another's heir wherever it is.
-- Not unfolded where it is asked: few questions need it, and to plan it costs each of them more than to answer.
CREATE FUNCTION {view}.stat_restated(
    names text [], asked text, dims text [], first date, last date, filters jsonb, on_day date, known date DEFAULT 'infinity'
)
RETURNS TABLE (
    name text, place text, level text, month date, kind text, category text,
    department text, role text, grade text, n bigint
)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
DECLARE
    divided boolean := 'region' = ANY (dims);
    levels boolean := 'level' = ANY (dims) OR filters ? 'level';
    codes text [];
BEGIN
IF NOT names && ARRAY['suggestions.handled', 'suggestions.by_department'] THEN
    codes := ARRAY(SELECT u.region FROM {view}.stat_unsteady(on_day) AS u UNION SELECT a.region FROM {view}.allocation AS a);
END IF;
RETURN QUERY
WITH home AS MATERIALIZED (
    SELECT
        h.*, {view}.stat_row(h.chain, asked, divided, h.exact) AS label,
        {view}.stat_label('own', levels, h.chain, asked, divided, h.exact) AS own_label
    FROM {view}.stat_homes(on_day, codes) AS h
),

shifted AS MATERIALIZED (
    SELECT DISTINCT h.region FROM home AS h INNER JOIN {view}.ancestry AS a ON h.region = a.region WHERE levels AND h.level <> a.level
),

moved AS MATERIALIZED (
    SELECT p.place, w.label AS was, h.label AS now, w.own_label AS own_was, h.own_label AS own_now, h.exact, h.level
    FROM {view}.place AS p
    INNER JOIN home AS h ON p.region = h.region
    CROSS JOIN LATERAL (
        SELECT
            {view}.stat_row(p.chain, asked, divided, TRUE) AS label,
            {view}.stat_label('own', levels, p.chain, asked, divided, TRUE) AS own_label
    ) AS w
    WHERE
        w.label IS DISTINCT FROM h.label OR w.own_label IS DISTINCT FROM h.own_label
        OR h.label IS NOT NULL AND h.region IN (SELECT s.region FROM shifted AS s)
),

-- Worked out once: by how many names are asked, or how many regions are inexact, it would be again.
allotted AS MATERIALIZED (
    SELECT t.* FROM {view}.allotted(known) AS t
),

cell AS (
    SELECT
        l.label, m.measure, l.level, t.day, f.kind, f.category, f.department, f.role, f.grade,
        l.sign * CASE m.slot WHEN 1 THEN t.n1 WHEN 2 THEN t.n2 WHEN 3 THEN t.n3 WHEN 4 THEN t.n4 WHEN 5 THEN t.n5 WHEN 6 THEN t.n6 WHEN 7 THEN t.n7 WHEN 8 THEN t.n8 END AS n
    FROM moved AS v
    INNER JOIN {view}.tally AS t ON v.place = t.place
    INNER JOIN {view}.facet AS f ON t.facet = f.facet
    INNER JOIN {view}.measure AS m ON f.family = m.family
    INNER JOIN {view}.catalogue AS s ON m.measure = s.name
    CROSS JOIN LATERAL (
        VALUES
        (CASE s.reach WHEN 'own' THEN v.own_was ELSE v.was END, f.level, -1),
        (CASE s.reach WHEN 'own' THEN v.own_now ELSE v.now END, {view}.stat_level(s.reach, v.exact, v.level, f.level), 1)
    ) AS l (label, level, sign)
    WHERE m.measure = ANY (names) AND l.label IS NOT NULL AND t.rday <= known
    UNION ALL
    SELECT l.label, c.measure, l.level, c.day, c.kind, c.category, c.department, c.role, c.grade, l.sign * c.n
    FROM allotted AS c
    INNER JOIN home AS h ON c.chain[1] = h.region AND NOT h.exact
    INNER JOIN home AS o ON c.region = o.region
    CROSS JOIN LATERAL (VALUES (h.label, h.level, -1), (o.label, o.level, 1)) AS l (label, level, sign)
    WHERE c.measure IN (SELECT s.name FROM {view}.catalogue AS s WHERE s.name = ANY (names) AND s.reach = 'subtree') AND l.label IS NOT NULL
    UNION ALL
    SELECT h.own_label, 'suggestions.handled', h.level, c.day, c.kind, c.category, '', '', '', c.n
    FROM {view}.stat_rejoined(on_day, known) AS c
    INNER JOIN home AS h ON c.region = h.region
    WHERE 'suggestions.handled' = ANY (names) AND h.own_label IS NOT NULL
    UNION ALL
    SELECT h.label, 'suggestions.by_department', h.level, c.day, c.kind, c.category, c.department, c.role, '', c.n
    FROM {view}.stat_united(on_day, known) AS c
    INNER JOIN home AS h ON c.region = h.region
    WHERE 'suggestions.by_department' = ANY (names) AND h.label IS NOT NULL
),

-- Who stands for each department that was or will be merged.
heir AS MATERIALIZED (
    SELECT d.department, {view}.department_on(d.department, on_day) AS home FROM {view}.stat_merged(on_day) AS d
)

SELECT s.name, s.place, s.level, s.month, s.kind, s.category, s.department, s.role, s.grade, sum(s.n)::bigint
FROM (
    SELECT c.name, c.place, c.level, c.month, c.kind, c.category, coalesce(d.home, c.department) AS department, c.role, c.grade, c.n
    FROM {view}.stat_counted(names, asked, dims, stat_restated.first, stat_restated.last, filters - 'department', known) AS c
    LEFT JOIN heir AS d ON c.department = d.department
    UNION ALL
    SELECT
        c.measure,
        nullif(c.label, ''),
        CASE WHEN 'level' = ANY (dims) THEN c.level END,
        CASE WHEN 'month' = ANY (dims) THEN date_trunc('month', c.day::timestamp)::date END,
        CASE WHEN 'kind' = ANY (dims || a.implied) THEN c.kind END,
        CASE WHEN 'category' = ANY (dims || a.implied) THEN c.category END,
        CASE WHEN 'department' = ANY (dims || a.implied) THEN coalesce(d.home, c.department) END,
        CASE WHEN 'role' = ANY (dims || a.implied) THEN c.role END,
        CASE WHEN 'grade' = ANY (dims || a.implied) THEN c.grade END,
        c.n
    FROM cell AS c
    INNER JOIN {view}.catalogue AS a ON c.measure = a.name
    LEFT JOIN heir AS d ON c.department = d.department
    WHERE
        c.day <= stat_restated.last AND (stat_restated.first IS NULL OR c.day >= stat_restated.first)
        AND {view}.stat_kept(filters - 'department', c.level, c.kind, c.category, c.department, c.role, c.grade)
) AS s
WHERE coalesce(s.department = filters ->> 'department', TRUE)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
HAVING sum(s.n) <> 0;
END
$$;
