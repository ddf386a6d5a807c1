-- What objects contribute to figures of the cube on the regions, and under the departments, of a day: `label` is the row of an answer about a region,
-- `region` where it lies. As many a figure as `stat_restated` tells; here object by object.
CREATE FUNCTION {view}.stat_contributed(names text [], asked text, divided boolean, levels boolean, on_day date, known date DEFAULT 'infinity')
RETURNS TABLE (
    name text, key text, entered date, label text, region text, level text, kind text, category text, department text, role text, grade text,
    day date, n bigint
)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
DECLARE
    objects text [] := ARRAY(SELECT DISTINCT s.object FROM {view}.catalogue AS s WHERE s.name = ANY (names) AND s.answered = 'cube');
    arrived text [] := ARRAY(SELECT r.region FROM {view}.stat_arrived(asked, on_day, objects, known) AS r);
    spots text [] := asked || arrived;
BEGIN
RETURN QUERY
WITH contributed AS MATERIALIZED (
    SELECT c.*
    FROM {view}.contribution(objects, spots, known) AS c
    WHERE c.measure = ANY (names) AND (c.chain @> ARRAY[asked] OR c.chain[1] = ANY (arrived))
),

united AS MATERIALIZED (
    SELECT 'suggestions.by_department' AS name, u.* FROM {view}.stat_united(on_day, known) AS u WHERE 'suggestions.by_department' = ANY (names)
),

rejoined AS MATERIALIZED (
    SELECT 'suggestions.handled' AS name, u.* FROM {view}.stat_rejoined(on_day, known) AS u WHERE 'suggestions.handled' = ANY (names)
),

allotted AS MATERIALIZED (
    SELECT t.* FROM {view}.allotment(known) AS t WHERE t.object = ANY (objects)
),

home AS MATERIALIZED (
    SELECT r.region, h.chain, h.exact, h.level
    FROM (
        SELECT c.chain[1] AS region FROM contributed AS c
        UNION
        SELECT t.region FROM allotted AS t
        UNION
        SELECT u.region FROM united AS u
        UNION
        SELECT u.region FROM rejoined AS u
    ) AS r
    CROSS JOIN LATERAL {view}.stat_home(r.region, on_day) AS h
),

heir AS MATERIALIZED (
    SELECT d.department, {view}.department_on(d.department, on_day) AS home FROM {view}.stat_merged(on_day) AS d
),

lying AS (
    SELECT
        c.measure AS name, c.key, c.entered, coalesce(o.chain, h.chain) AS chain, coalesce(o.exact, h.exact) AS exact, s.reach,
        {view}.stat_level(s.reach, h.exact, coalesce(o.level, h.level), c.level) AS level, c.kind, c.category,
        coalesce(d.home, c.department) AS department, c.role, c.grade, c.day, c.n
    FROM contributed AS c
    INNER JOIN {view}.catalogue AS s ON c.measure = s.name
    INNER JOIN home AS h ON c.chain[1] = h.region
    LEFT JOIN heir AS d ON c.department = d.department
    LEFT JOIN allotted AS t ON c.object = t.object AND c.key = t.key AND c.chain[1] = t.lies AND s.reach = 'subtree' AND NOT h.exact
    LEFT JOIN home AS o ON t.region = o.region
    UNION ALL
    SELECT u.name, u.matter, u.entered, h.chain, h.exact, 'subtree', h.level, u.kind, u.category, u.department, u.role, '', u.day, u.n
    FROM united AS u
    INNER JOIN home AS h ON u.region = h.region
    UNION ALL
    SELECT u.name, u.matter, u.entered, h.chain, h.exact, 'own', h.level, u.kind, u.category, '', '', '', u.day, u.n
    FROM rejoined AS u
    INNER JOIN home AS h ON u.region = h.region
)

SELECT r.name, r.key, r.entered, r.label, r.chain[1], r.level, r.kind, r.category, r.department, r.role, r.grade, r.day, r.n
FROM (SELECT l.*, {view}.stat_label(l.reach, levels, l.chain, asked, divided, l.exact) AS label FROM lying AS l) AS r
WHERE r.label IS NOT NULL;
END
$$;
