-- The departments for which another may stand on a day (`department_on`): those merged by then, and those that alone go on from one merged later.
CREATE FUNCTION {view}.stat_merged(on_day date)
RETURNS TABLE (department text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
SELECT m.department FROM {view}.merger AS m WHERE m.holds AND m.day <= on_day
UNION
SELECT m.successors[1] FROM {view}.merger AS m WHERE m.holds AND m.day > on_day AND cardinality(m.successors) = 1
$$;

-- By how much the matters of whose departments several are one on a day would count too often: each where it lies, once for all of them less
-- once for each. Only of matters with one of several departments that is not itself then.
CREATE FUNCTION {view}.stat_united(on_day date, known date DEFAULT 'infinity')
RETURNS TABLE (matter text, entered date, region text, day date, kind text, category text, department text, role text, n bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH heir AS MATERIALIZED (
    SELECT h.department, h.home
    FROM (SELECT d.department, {view}.department_on(d.department, on_day) AS home FROM {view}.stat_merged(on_day) AS d) AS h
    WHERE h.home <> h.department
),

stay AS MATERIALIZED (
    SELECT
        m.matter, m.day AS entered, m.chain[1] AS region, m.kind, m.category, m.members, coalesce(h.home, d.department) AS home, d.role,
        d.stay * m.counting AS days
    FROM {view}.matter AS m
    CROSS JOIN LATERAL unnest(m.departments, m.roles, m.stays) AS d (department, role, stay)
    LEFT JOIN heir AS h ON d.department = h.department
    WHERE
        EXISTS (SELECT FROM heir) AND m.known_from <= known AND (m.known_to IS NULL OR m.known_to > known) AND cardinality(m.departments) > 1 AND m.chain IS NOT NULL
        AND m.departments && ARRAY(SELECT h.department FROM heir AS h)
),

several AS MATERIALIZED (
    SELECT s.matter, s.entered, s.region, s.kind, s.category, s.members, s.home, s.role, range_agg(s.days) AS once, array_agg(s.days) AS each
    FROM stay AS s
    GROUP BY s.matter, s.entered, s.region, s.kind, s.category, s.members, s.home, s.role
    HAVING count(*) > 1
),

turn AS (
    SELECT s.matter, s.entered, s.region, s.kind, s.category, s.members, s.home, s.role, u.days, 1 AS sign
    FROM several AS s
    CROSS JOIN LATERAL unnest(s.once) AS u (days)
    UNION ALL
    SELECT s.matter, s.entered, s.region, s.kind, s.category, s.members, s.home, s.role, u.days, -1
    FROM several AS s
    CROSS JOIN LATERAL unnest(s.each) AS e (stay)
    CROSS JOIN LATERAL unnest(e.stay) AS u (days)
)

SELECT
    t.matter, t.entered,
    -- What was allocated lies there, unless its region was carried exactly.
    CASE WHEN (SELECT h.exact FROM {view}.carried(t.region, on_day) AS h) THEN t.region ELSE coalesce(a.region, t.region) END,
    d.day, t.kind, t.category, t.home, t.role, sum(t.sign * d.sign)
FROM turn AS t
LEFT JOIN LATERAL (
    SELECT o.region FROM {view}.allocation AS o WHERE o.object = ANY (t.members) ORDER BY o.time DESC, o.source DESC, o.id DESC LIMIT 1
) AS a ON TRUE
CROSS JOIN LATERAL (VALUES (lower(t.days), 1), (upper(t.days), -1)) AS d (day, sign)
WHERE d.day IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
HAVING sum(t.sign * d.sign) <> 0
$$;
