-- Figures of what departments were assigned, worked out from the rows when asked; otherwise as `stat_counted`.
CREATE FUNCTION {view}.stat_charged(
    names text [], asked text, dims text [], first date, last date, filters jsonb, known date DEFAULT 'infinity'
)
RETURNS TABLE (
    name text, place text, level text, month date, kind text, category text,
    department text, role text, grade text, n bigint
)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
IF EXISTS (SELECT FROM {view}.catalogue AS s WHERE s.answered = 'charged' AND s.name = ANY (names)) THEN
    RETURN QUERY
    SELECT
        s.name,
        CASE
            WHEN NOT 'region' = ANY (dims) THEN NULL
            WHEN c.chain[1] = asked THEN 'own'
            ELSE c.chain[array_position(c.chain, asked) - 1]
        END,
        CASE WHEN 'level' = ANY (dims) THEN c.level END,
        CASE WHEN 'month' = ANY (dims) THEN date_trunc('month', c.day::timestamp)::date END,
        CASE WHEN 'kind' = ANY (dims) THEN c.kind END,
        CASE WHEN 'category' = ANY (dims) THEN c.category END,
        c.department,
        CASE WHEN 'role' = ANY (dims) THEN c.role END,
        CASE WHEN 'grade' = ANY (dims || s.implied) THEN c.grade END,
        sum(c.n)::bigint
    FROM {view}.charge(asked, filters ->> 'department', known) AS c
    INNER JOIN {view}.catalogue AS s ON c.measure = s.name
    WHERE
        s.name = ANY (names) AND c.day <= stat_charged.last AND (stat_charged.first IS NULL OR c.day >= stat_charged.first)
        AND {view}.stat_kept(filters, c.level, c.kind, c.category, c.department, c.role, c.grade)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
    HAVING sum(c.n) <> 0;
END IF;
END
$$;
