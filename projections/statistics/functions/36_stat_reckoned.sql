-- Figures that are counted from rows, grouped as `stat_counted` does; of a cohort a month is that of entry. With `on_day` they lie where what they
-- lay in lies on that day, and count at its level; what was allocated where it was (`stat_allocated`), if that was carried nowhere exactly.
CREATE FUNCTION {view}.stat_reckoned(
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
    wanted text [] := ARRAY(SELECT c.name FROM {view}.catalogue AS c WHERE c.answered = 'rows' AND c.name = ANY (names));
BEGIN
    IF wanted = '{}' THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT
        s.name,
        nullif({view}.stat_row(h.chain, asked, 'region' = ANY (dims), h.exact), ''),
        CASE WHEN 'level' = ANY (dims) THEN h.level END,
        CASE WHEN 'month' = ANY (dims) THEN date_trunc('month', CASE WHEN as_of IS NULL THEN s.day ELSE s.entered END::timestamp)::date END,
        CASE WHEN 'kind' = ANY (dims) THEN s.kind END,
        NULL::text, NULL::text, NULL::text, NULL::text,
        sum(s.n)::bigint
    FROM {view}.stat_steps(
        wanted, CASE WHEN on_day IS NULL THEN asked ELSE '00' END, stat_reckoned.first, stat_reckoned.last, as_of,
        CASE WHEN on_day IS NULL THEN filters ELSE filters - 'level' END, known
    ) AS s
    CROSS JOIN LATERAL (
        SELECT s.chain, TRUE AS exact, s.level WHERE on_day IS NULL
        UNION ALL
        SELECT c.chain, c.exact, c.level
        FROM {view}.carried(s.chain[1], on_day) AS b
        LEFT JOIN LATERAL (
            SELECT n.region
            FROM {view}.catalogue AS k
            CROSS JOIN LATERAL {view}.stat_allocated(k.object, s.key, known) AS n (region)
            WHERE s.name = k.name AND NOT b.exact
        ) AS o ON TRUE
        CROSS JOIN LATERAL {view}.stat_home(coalesce(o.region, s.chain[1]), on_day) AS c
        WHERE on_day IS NOT NULL
    ) AS h
    WHERE h.chain @> ARRAY[asked] AND coalesce(h.level = filters ->> 'level', TRUE)
    GROUP BY 1, 2, 3, 4, 5
    HAVING sum(s.n) <> 0;
END
$$;
