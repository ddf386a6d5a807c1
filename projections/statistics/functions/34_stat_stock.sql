-- What is there on the last day, or on that of each month of a period (`first`: its first day), as what happened within the period is a share of.
-- A function of its own and not unfolded, as nearly no question needs it.
CREATE FUNCTION {view}.stat_stock(
    asked_name text, asked text, dims text [], first date, last date, filters jsonb, on_day date, known date
)
RETURNS TABLE (name text, place text, level text, month date, kind text, category text, n bigint)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH moved AS (
        SELECT f.* FROM {view}.stat_counted(ARRAY[asked_name], asked, dims, NULL, stat_stock.last, filters, known) AS f WHERE on_day IS NULL
        UNION ALL
        SELECT f.* FROM {view}.stat_restated(ARRAY[asked_name], asked, dims, NULL, stat_stock.last, filters, on_day, known) AS f WHERE on_day IS NOT NULL
    ),

    bucket AS (
        SELECT NULL::date AS month WHERE NOT 'month' = ANY (dims)
        UNION ALL
        SELECT m::date
        FROM generate_series(date_trunc('month', stat_stock.first::timestamp), stat_stock.last::timestamp, interval '1 month') AS m
        WHERE 'month' = ANY (dims)
    )

    SELECT f.name, f.place, f.level, b.month, f.kind, f.category, sum(f.n)::bigint
    FROM moved AS f
    INNER JOIN bucket AS b ON b.month IS NULL OR f.month <= b.month
    GROUP BY 1, 2, 3, 4, 5, 6
    HAVING sum(f.n) <> 0;
END
$$;
