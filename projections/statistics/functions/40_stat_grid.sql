-- The rows that an answer has even where nothing was counted: every child of the region that was valid on the last day
-- (and 'own'), or restated on `on_day` (and 'unallocated' as well), every level that has a congress in its subtree, every month of the period.
-- Null where not asked. `fresh`: regions that were not known yet.
CREATE FUNCTION {view}.stat_grid(asked text, dims text[], first date, last date, on_day date, fresh text[])
RETURNS TABLE (place text, level text, month date)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH place AS (
    SELECT NULL::text AS place WHERE NOT 'region' = ANY (dims)
    UNION ALL
    SELECT 'own' WHERE 'region' = ANY (dims)
    UNION ALL
    SELECT 'unallocated' WHERE 'region' = ANY (dims) AND on_day IS NOT NULL
    UNION ALL
    SELECT r.region
    FROM {view}.ancestry AS r
    WHERE 'region' = ANY (dims) AND r.parent = asked AND r.valid_from <= coalesce(on_day, last) AND coalesce(on_day, last) < r.valid_to
        AND NOT r.region = ANY (fresh)
),

level AS (
    SELECT NULL::text AS level WHERE NOT 'level' = ANY (dims)
    UNION ALL
    SELECT DISTINCT r.level
    FROM {view}.ancestry AS r
    WHERE
        'level' = ANY (dims)
        AND r.chain @> ARRAY[asked] AND r.congress
        AND r.valid_from <= coalesce(on_day, last) AND coalesce(on_day, last) < r.valid_to AND NOT r.region = ANY (fresh)
),

month AS (
    SELECT NULL::date AS month WHERE NOT 'month' = ANY (dims)
    UNION ALL
    SELECT m::date
    FROM generate_series(date_trunc('month', first), last, interval '1 month') AS m
    WHERE 'month' = ANY (dims)
)

SELECT p.place, l.level, m.month
FROM place AS p
CROSS JOIN level AS l
CROSS JOIN month AS m
$$;
