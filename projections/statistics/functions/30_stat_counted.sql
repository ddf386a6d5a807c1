-- Figures of the cube, grouped: `place` is a child of the region or 'own', null unless by region; other dimensions that
-- were not asked are null. A period is a difference of two prefix sums, which is the sum over its days.
CREATE FUNCTION {view}.stat_counted(
    names text[], asked text, dims text[], first date, last date, filters jsonb
)
RETURNS TABLE (
    name text, place text, level text, month date, kind text, category text,
    department text, role text, grade text, n bigint
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH cell AS (
    SELECT CASE WHEN 'region' = ANY (dims) THEN 'own' END AS place, c.*
    FROM {view}.cube AS c
    WHERE c.region = asked AND c.measure = ANY (names) AND (c.own OR NOT 'region' = ANY (dims))
    UNION ALL
    SELECT c.region, c.*
    FROM {view}.cube AS c
    WHERE c.parent = asked AND c.measure = ANY (names) AND 'region' = ANY (dims)
)

SELECT
    s.name,
    c.place,
    CASE WHEN 'level' = ANY (dims) THEN c.level END,
    CASE WHEN 'month' = ANY (dims) THEN date_trunc('month', c.day)::date END AS of_month,
    CASE WHEN 'kind' = ANY (dims || s.implied) THEN c.kind END,
    CASE WHEN 'category' = ANY (dims || s.implied) THEN c.category END,
    CASE WHEN 'department' = ANY (dims || s.implied) THEN c.department END,
    CASE WHEN 'role' = ANY (dims || s.implied) THEN c.role END,
    CASE WHEN 'grade' = ANY (dims || s.implied) THEN c.grade END,
    sum(c.n)::bigint
FROM {view}.catalogue AS s
INNER JOIN cell AS c ON s.name = c.measure
WHERE
    s.answered = 'cube'
    -- The figures of one congress may be summed over the units of one level, never over levels.
    AND (s.reach = 'subtree' OR c.own OR 'level' = ANY (dims) OR filters ? 'level')
    AND c.day <= last
    AND (first IS NULL OR c.day >= first)
    AND {view}.stat_kept(filters, c.level, c.kind, c.category, c.department, c.role, c.grade)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
HAVING sum(c.n) <> 0
$$;
