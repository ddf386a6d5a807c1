-- Figures of things counted once however often they appear: distinct within the period, and within each month of it.
-- Something that lasts (span 'state') counts on the last day when no period is asked, else when it lasted on any day of it ('begun': began). With `on_day` each lies
-- where what it lay in lies on that day.
CREATE FUNCTION {view}.stat_distinct(
    names text[], asked text, dims text[], first date, last date, filters jsonb, known date, on_day date
)
RETURNS TABLE (
    name text, place text, level text, month date, kind text, category text,
    department text, role text, grade text, n bigint
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH yearly AS MATERIALIZED (
    -- Persons of a whole year are counted already.
    SELECT {view}.whole_year(stat_distinct.first, stat_distinct.last) AS year
    WHERE 'persons' = ANY (names) AND dims = '{}' AND filters = '{}' AND known = 'infinity' AND on_day IS NULL
),

wanted AS MATERIALIZED (
    SELECT CASE WHEN EXISTS (SELECT FROM yearly AS y WHERE y.year IS NOT NULL) THEN array_remove(stat_distinct.names, 'persons') ELSE stat_distinct.names END AS names
),

present AS (
    SELECT
        p.name,
        p.key,
        s.span,
        CASE
            WHEN NOT 'region' = ANY (dims) THEN NULL
            WHEN p.chain[1] = asked THEN CASE WHEN p.exact THEN 'own' ELSE 'unallocated' END
            ELSE p.chain[array_position(p.chain, asked) - 1]
        END AS place,
        CASE WHEN 'level' = ANY (dims) THEN p.level END AS level,
        CASE WHEN 'kind' = ANY (dims) THEN p.kind END AS kind,
        p.first,
        coalesce(p.last, 'infinity'::date) AS last
    FROM (
        SELECT r.name, r.key, r.chain, r.level, r.kind, r.first, r.last, TRUE AS exact
        FROM wanted AS w, {view}.presence(w.names, ARRAY[asked], known) AS r
        WHERE on_day IS NULL
        UNION ALL
        SELECT r.* FROM {view}.stat_present(names, asked, on_day, known) AS r WHERE on_day IS NOT NULL
    ) AS p
    INNER JOIN {view}.catalogue AS s ON p.name = s.name
    WHERE
        p.name = ANY (names)
        AND p.first <= stat_distinct.last
        AND {view}.stat_kept(filters, p.level, p.kind, '', '', '', '')
        AND (
            s.reach = 'subtree'
            OR {view}.stat_label(s.reach, 'level' = ANY (dims) OR filters ? 'level', p.chain, asked, 'region' = ANY (dims), p.exact) IS NOT NULL
        )
),

bucket AS (
    SELECT NULL::date AS month, stat_distinct.first, stat_distinct.last WHERE NOT 'month' = ANY (dims)
    UNION ALL
    SELECT
        m::date,
        greatest(m::date, stat_distinct.first),
        least((m + interval '1 month - 1 day')::date, stat_distinct.last)
    FROM generate_series(
        date_trunc('month', coalesce(stat_distinct.first, (SELECT min(p.first) FROM present AS p))),
        stat_distinct.last,
        interval '1 month'
    ) AS m
    WHERE 'month' = ANY (dims)
)

SELECT
    p.name, p.place, p.level, b.month, p.kind, NULL, NULL, NULL, NULL, count(DISTINCT p.key)
FROM present AS p
INNER JOIN bucket AS b
    ON {view}.stat_there(p.first, p.last, p.span, b.first, b.last)
GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT 'persons', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, a.n
FROM yearly AS y
INNER JOIN {view}.attended AS a ON y.year = a.year AND a.region = asked
$$;
