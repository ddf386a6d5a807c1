-- Figures of a cohort: the objects that entered within the period, what they contribute by the day `as_of`. A month is that of
-- entry; otherwise as `stat_counted`; with `on_day` on the regions and under the departments of that day.
-- Not unfolded where it is asked: few questions need it, and to plan it costs each of them more than to answer.
CREATE FUNCTION {view}.stat_cohort(
    names text [], asked text, dims text [], first date, last date, as_of date, filters jsonb, known date, on_day date
)
RETURNS TABLE (
    name text, place text, level text, month date, kind text, category text,
    department text, role text, grade text, n bigint
)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
IF on_day IS NOT NULL THEN
    RETURN QUERY
    SELECT
        s.name,
        nullif(c.label, ''),
        CASE WHEN 'level' = ANY (dims) THEN c.level END,
        CASE WHEN 'month' = ANY (dims) THEN date_trunc('month', c.entered)::date END,
        CASE WHEN 'kind' = ANY (dims || s.implied) THEN c.kind END,
        CASE WHEN 'category' = ANY (dims || s.implied) THEN c.category END,
        CASE WHEN 'department' = ANY (dims || s.implied) THEN c.department END,
        CASE WHEN 'role' = ANY (dims || s.implied) THEN c.role END,
        CASE WHEN 'grade' = ANY (dims || s.implied) THEN c.grade END,
        sum(c.n)::bigint
    FROM {view}.stat_contributed(names, asked, 'region' = ANY (dims), 'level' = ANY (dims) OR filters ? 'level', on_day, known) AS c
    INNER JOIN {view}.catalogue AS s ON c.name = s.name
    WHERE
        c.entered >= stat_cohort.first AND c.entered <= stat_cohort.last AND c.day <= as_of
        AND {view}.stat_kept(filters, c.level, c.kind, c.category, c.department, c.role, c.grade)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
    HAVING sum(c.n) <> 0;
    RETURN;
END IF;
RETURN QUERY
SELECT
    s.name,
    CASE
        WHEN NOT 'region' = ANY (dims) THEN NULL
        WHEN c.chain[1] = asked THEN 'own'
        ELSE c.chain[array_position(c.chain, asked) - 1]
    END AS place,
    CASE WHEN 'level' = ANY (dims) THEN c.level END,
    CASE WHEN 'month' = ANY (dims) THEN date_trunc('month', c.entered)::date END,
    CASE WHEN 'kind' = ANY (dims || s.implied) THEN c.kind END,
    CASE WHEN 'category' = ANY (dims || s.implied) THEN c.category END,
    CASE WHEN 'department' = ANY (dims || s.implied) THEN c.department END,
    CASE WHEN 'role' = ANY (dims || s.implied) THEN c.role END,
    CASE WHEN 'grade' = ANY (dims || s.implied) THEN c.grade END,
    sum(c.n)::bigint
FROM {view}.contribution(
    ARRAY(SELECT DISTINCT o.object FROM {view}.catalogue AS o WHERE o.name = ANY (names)), ARRAY[asked], known
) AS c
INNER JOIN {view}.catalogue AS s ON c.measure = s.name
WHERE
    s.name = ANY (names)
    AND c.chain @> ARRAY[asked]
    AND (
        s.reach = 'subtree' OR 'level' = ANY (dims) OR filters ? 'level'
        OR array_position(c.chain, asked) <= CASE WHEN 'region' = ANY (dims) THEN 2 ELSE 1 END
    )
    AND c.entered >= stat_cohort.first AND c.entered <= stat_cohort.last
    AND c.day <= as_of
    AND {view}.stat_kept(filters, c.level, c.kind, c.category, c.department, c.role, c.grade)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
HAVING sum(c.n) <> 0;
END
$$;
