-- What departments were assigned (`charge`) on the regions, and under the departments, of a day: where it lies and at which level it counts then. What was
-- allocated lies there, unless its region was carried exactly.
CREATE FUNCTION {view}.stat_charged_on(measures text [], asked text, filters jsonb, on_day date, known date DEFAULT 'infinity')
RETURNS TABLE (
    suggestion text, entered date, measure text, lying text [], exact boolean, level text, kind text, category text, department text, role text,
    grade text, day date, n bigint
)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
DECLARE
    regions text [] := ARRAY(SELECT h.region FROM {view}.stat_homes(on_day) AS h WHERE h.chain @> ARRAY[asked] OR NOT h.exact);
    merged text [];
    homes text [];
BEGIN
SELECT coalesce(array_agg(d.department), '{}'), coalesce(array_agg(d.home), '{}') INTO merged, homes
FROM (SELECT m.department, {view}.department_on(m.department, on_day) AS home FROM {view}.stat_merged(on_day) AS m) AS d
WHERE d.home <> d.department;
RETURN QUERY
WITH home AS MATERIALIZED (
    SELECT h.region, h.chain, h.exact, h.level FROM {view}.stat_homes(on_day) AS h
)

SELECT
    c.suggestion, c.entered, c.measure, coalesce(o.chain, h.chain), coalesce(o.exact, h.exact), coalesce(o.level, h.level),
    c.kind, c.category, c.department, c.role, c.grade, c.day, c.n
FROM {view}.charge(
    measures, NULL, known, regions,
    CASE WHEN filters ? 'department' THEN (filters ->> 'department') || ARRAY(
        SELECT m.department FROM unnest(merged, homes) AS m (department, home) WHERE m.home = filters ->> 'department'
    ) END,
    merged, homes
) AS c
INNER JOIN home AS h ON c.chain[1] = h.region
LEFT JOIN LATERAL (
    SELECT n.chain, n.exact, n.level
    FROM (
        SELECT a.region FROM {view}.allocation AS a WHERE a.object = ANY (c.members) ORDER BY a.time DESC, a.source DESC, a.id DESC LIMIT 1
    ) AS a
    INNER JOIN home AS n ON a.region = n.region
) AS o ON NOT h.exact
WHERE
    coalesce(o.chain, h.chain) @> ARRAY[asked]
    AND {view}.stat_kept(filters, coalesce(o.level, h.level), c.kind, c.category, c.department, c.role, c.grade);
END
$$;

-- Figures of what departments were assigned, worked out from the rows when asked; otherwise as `stat_counted`; with `as_of` those of a cohort, whose
-- month is that of entry; with `on_day` on the regions and under the departments of that day.
CREATE FUNCTION {view}.stat_charged(
    names text [], asked text, dims text [], first date, last date, as_of date, filters jsonb, known date, on_day date
)
RETURNS TABLE (
    name text, place text, level text, month date, kind text, category text,
    department text, role text, grade text, n bigint
)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
DECLARE
    measures text [] := ARRAY(SELECT s.name FROM {view}.catalogue AS s WHERE s.answered = 'charged' AND s.name = ANY (names));
BEGIN
IF measures = '{}' THEN
    RETURN;
END IF;
RETURN QUERY
SELECT
    s.name,
    nullif({view}.stat_row(c.lying, asked, 'region' = ANY (dims), c.exact), ''),
    CASE WHEN 'level' = ANY (dims) THEN c.level END,
    CASE WHEN 'month' = ANY (dims) THEN date_trunc('month', CASE WHEN as_of IS NULL THEN c.day ELSE c.entered END::timestamp)::date END,
    CASE WHEN 'kind' = ANY (dims) THEN c.kind END,
    CASE WHEN 'category' = ANY (dims) THEN c.category END,
    c.department,
    CASE WHEN 'role' = ANY (dims) THEN c.role END,
    CASE WHEN 'grade' = ANY (dims || s.implied) THEN c.grade END,
    sum(c.n)::bigint
FROM (
    SELECT c.entered, c.measure, c.chain AS lying, TRUE AS exact, c.level, c.kind, c.category, c.department, c.role, c.grade, c.day, c.n
    FROM {view}.charge(
        measures, asked, known, wanted => CASE WHEN filters ? 'department' THEN ARRAY[filters ->> 'department'] END
    ) AS c
    WHERE on_day IS NULL AND {view}.stat_kept(filters, c.level, c.kind, c.category, c.department, c.role, c.grade)
    UNION ALL
    SELECT c.entered, c.measure, c.lying, c.exact, c.level, c.kind, c.category, c.department, c.role, c.grade, c.day, c.n
    FROM {view}.stat_charged_on(measures, asked, filters, on_day, known) AS c
    WHERE on_day IS NOT NULL
) AS c
INNER JOIN {view}.catalogue AS s ON c.measure = s.name
WHERE {view}.stat_within(c.day, c.entered, stat_charged.first, stat_charged.last, as_of)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
HAVING sum(c.n) <> 0;
END
$$;
