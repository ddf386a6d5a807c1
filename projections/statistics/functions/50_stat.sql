-- The answer: one row per statistic and asked dimension. `n` is null (未报送) where nothing was counted, somebody is
-- expected to speak and nobody was heard; `of` is the figure that a rate is of, or what is there on the last day. What is graded has a row for each grade, and is asked whole, so
-- that `of` is of all grades. With `as_of` it is that of a cohort: of what entered within the period, its state on that day; with `on_day` they
-- are restated on the regions of that day. `known`: what was recorded by the end of that day. The owner's, because figures of any region may be asked by any reader.
CREATE FUNCTION {view}.stat(
    names text[], region text, dims text[], first date, last date, filters jsonb, as_of date DEFAULT NULL, on_day date DEFAULT NULL,
    known date DEFAULT 'infinity'
)
RETURNS TABLE (
    measure text, place text, level text, month date, kind text, category text,
    department text, role text, grade text, n bigint, "of" bigint, expected bigint, heard bigint
)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
WITH fresh AS MATERIALIZED (
    SELECT CASE WHEN known < 'infinity' THEN ARRAY(SELECT l.object FROM {view}.stat_late(known) AS l WHERE l.fresh) ELSE '{}' END AS objects
),

asked AS (
    SELECT s.* FROM {view}.catalogue AS s WHERE s.name = ANY (names)
),

-- In the collation of the database: what functions compare would otherwise be compared in that of the catalogue's names, and no index be of use.
counted AS (
    SELECT array_agg(DISTINCT u.name COLLATE "default") AS names
    FROM asked AS a, unnest(ARRAY[a.name, CASE WHEN NOT a.of_state THEN a.rate_of END]) AS u (name)
),

summand AS (
    SELECT f.*
    FROM counted AS c, {view}.stat_counted(c.names, stat.region, dims, stat.first, stat.last, filters - 'grade', known) AS f
    WHERE as_of IS NULL AND on_day IS NULL
    UNION ALL
    SELECT f.*
    FROM counted AS c, {view}.stat_restated(c.names, stat.region, dims, stat.first, stat.last, filters - 'grade', on_day, known) AS f
    WHERE as_of IS NULL AND on_day IS NOT NULL
    UNION ALL
    SELECT f.*
    FROM counted AS c, {view}.stat_distinct(c.names, stat.region, dims, stat.first, stat.last, filters - 'grade', known, on_day) AS f
    WHERE as_of IS NULL
    UNION ALL
    SELECT f.*
    FROM counted AS c, {view}.stat_reckoned(c.names, stat.region, dims, stat.first, stat.last, as_of, filters - 'grade', known, on_day) AS f
    UNION ALL
    SELECT f.*
    FROM counted AS c, {view}.stat_charged(c.names, stat.region, dims, stat.first, stat.last, as_of, filters - 'grade', known, on_day) AS f
    UNION ALL
    SELECT f.*
    FROM counted AS c, {view}.stat_cohort(c.names, stat.region, dims, stat.first, stat.last, as_of, filters - 'grade', known, on_day) AS f
    WHERE as_of IS NOT NULL
    UNION ALL
    SELECT f.*
    FROM counted AS c, {view}.stat_begun(c.names, stat.region, dims, stat.first, stat.last, filters - 'grade', known, on_day) AS f
    WHERE as_of IS NULL
),

figure AS (
    SELECT s.name, s.place, s.level, s.month, s.kind, s.category, s.department, s.role, s.grade, sum(s.n)::bigint AS n
    FROM summand AS s
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
    HAVING sum(s.n) <> 0
),

-- Without a first day the months begin with the first in which anything was counted.
span AS (
    SELECT coalesce(stat.first, (SELECT min(f.month) FROM figure AS f), stat.last) AS first
    WHERE 'month' = ANY (dims)
    UNION ALL
    SELECT stat.first WHERE NOT 'month' = ANY (dims)
),

whole AS (
    SELECT f.name, f.place, f.level, f.month, f.kind, f.category, f.department, f.role, sum(f.n)::bigint AS n
    FROM figure AS f
    WHERE f.name IN (SELECT a.rate_of FROM asked AS a WHERE NOT a.of_state)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    UNION ALL
    SELECT k.name, k.place, k.level, k.month, k.kind, k.category, NULL, NULL, k.n
    FROM asked AS a, span AS s, {view}.stat_stock(a.rate_of, stat.region, dims, s.first, stat.last, filters - 'grade', on_day, known) AS k
    WHERE a.of_state
),

grid AS (
    SELECT a.name, g.place, g.level, g.month
    FROM asked AS a, span AS s, fresh AS n, {view}.stat_grid(stat.region, dims, s.first, stat.last, on_day, n.objects) AS g
),

source AS MATERIALIZED (
    SELECT o.* FROM span AS s, fresh AS n, {view}.stat_sources(stat.region, dims, s.first, stat.last, on_day, known, n.objects) AS o
),

line AS (
    SELECT
        coalesce(f.name, g.name) AS name,
        coalesce(f.place, g.place) AS place,
        coalesce(f.level, g.level) AS level,
        coalesce(f.month, g.month) AS month,
        f.kind, f.category, f.department, f.role, f.grade, f.n
    FROM grid AS g
    FULL JOIN (
        SELECT f.* FROM figure AS f WHERE f.name = ANY (names)
        UNION ALL
        -- Where there is something that a rate is of there is the rate.
        SELECT a.name, w.place, w.level, w.month, w.kind, w.category, w.department, w.role, NULL, NULL
        FROM asked AS a
        INNER JOIN whole AS w ON a.rate_of = w.name AND a.name <> w.name
    ) AS f
        ON
            g.name = f.name
            AND coalesce(g.place, '') = coalesce(f.place, '')
            AND coalesce(g.level, '') = coalesce(f.level, '')
            AND coalesce(g.month, '-infinity') = coalesce(f.month, '-infinity')
),

-- Each row once, and one for each grade.
graded AS (
    SELECT
        l.name, l.place, l.level, l.month, l.kind, l.category, l.department, l.role, coalesce(g.grade, l.grade) AS grade,
        (sum(l.n) FILTER (WHERE g.grade IS NULL OR g.grade = l.grade))::bigint AS n, g.place AS turn
    FROM line AS l
    INNER JOIN asked AS a ON l.name = a.name
    LEFT JOIN unnest(ARRAY['satisfied', 'basically', 'dissatisfied']) WITH ORDINALITY AS g (grade, place) ON 'grade' = ANY (a.implied)
    WHERE coalesce(g.grade = filters ->> 'grade', TRUE)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, g.place
)

SELECT
    l.name, l.place, l.level, l.month, l.kind, l.category, l.department, l.role, l.grade,
    CASE
        -- Where another grade counts, somebody was heard.
        WHEN l.n IS NULL AND coalesce(s.expected, 0) >= 1 AND s.heard = 0 AND (a.rate_of IS DISTINCT FROM a.name OR w.n IS NULL) THEN NULL
        ELSE coalesce(l.n, 0)
    END,
    CASE WHEN a.rate_of IS NOT NULL THEN coalesce(w.n, 0) END,
    coalesce(s.expected, 0),
    coalesce(s.heard, 0)
FROM graded AS l
INNER JOIN asked AS a ON l.name = a.name
LEFT JOIN whole AS w
    ON
        a.rate_of = w.name
        AND coalesce(l.place, '') = coalesce(w.place, '')
        AND coalesce(l.level, '') = coalesce(w.level, '')
        AND coalesce(l.month, '-infinity') = coalesce(w.month, '-infinity')
        AND coalesce(l.kind, '') = coalesce(w.kind, '')
        AND coalesce(l.category, '') = coalesce(w.category, '')
        AND coalesce(l.department, '') = coalesce(w.department, '') AND coalesce(l.role, '') = coalesce(w.role, '')
LEFT JOIN source AS s
    ON
        coalesce(l.place, '') = coalesce(s.place, '')
        AND coalesce(l.month, '-infinity') = coalesce(s.month, '-infinity')
ORDER BY
    array_position(names, l.name), l.place = 'unallocated', l.place = 'own', l.place,
    array_position(ARRAY['national', 'province', 'city', 'county', 'town'], l.level), l.month,
    l.kind, l.category = 'uncategorised', l.category, l.department, l.role, l.turn, l.grade
$$;
