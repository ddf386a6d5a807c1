-- Figures of the cube, grouped: `place` is a child of the region or 'own', null unless by region; other dimensions that
-- were not asked are null. A period is a difference of two prefix sums, which is the sum over its days: whole months are read of the sums
-- that regions above the lowest keep by month, and only the days before and after them of the rows below. So it is
-- with recorded days up to `known`: months wholly known are read of the sums, the days of the last of the rows below.
CREATE FUNCTION {view}.stat_counted(
    names text[], asked text, dims text[], first date, last date, filters jsonb, known date DEFAULT 'infinity'
)
RETURNS TABLE (
    name text, place text, level text, month date, kind text, category text,
    department text, role text, grade text, n bigint
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH RECURSIVE facet AS MATERIALIZED (
    SELECT f.*
    FROM {view}.facet AS f
    WHERE
        f.family IN (SELECT m.family FROM {view}.measure AS m WHERE m.measure = ANY (names))
        AND {view}.stat_kept(filters, f.level, f.kind, f.category, f.department, f.role, f.grade)
),

-- Where to read: the region, and its children when asked by region, or when it is the root, which is the sum of them.
-- `whole`: with what lies below; `mine`: where figures of one congress are the region's, or its child's.
spot AS (
    SELECT
        p.place, p.chain, p.region,
        CASE WHEN 'region' = ANY (dims) THEN 'own' END AS label,
        NOT 'region' = ANY (dims) AS whole,
        TRUE AS mine
    FROM {view}.place AS p
    WHERE p.region = asked
    UNION ALL
    SELECT p.place, p.chain, p.region, CASE WHEN 'region' = ANY (dims) THEN p.region END, TRUE, 'region' = ANY (dims)
    FROM {view}.place AS p
    WHERE p.parent = asked AND ('region' = ANY (dims) OR cardinality(p.chain) = 2)
),

-- The whole months of the period, and the first recorded month that was not wholly known.
whole AS (
    SELECT
        coalesce((date_trunc('month', (stat_counted.first - 1)::timestamp) + interval '1 month')::date, '-infinity'::date) AS since,
        date_trunc('month', (stat_counted.last + 1)::timestamp)::date AS until,
        date_trunc('month', (known + 1)::timestamp)::date AS learnt
),

-- The days of the period that are of none, and those of whole months as far as they were learnt in that month.
edge AS (
    SELECT stat_counted.first AS since, least(w.since - 1, stat_counted.last) AS until, '-infinity'::date AS learnt
    FROM whole AS w
    WHERE stat_counted.first < w.since
    UNION ALL
    SELECT w.until, stat_counted.last, '-infinity'::date
    FROM whole AS w
    WHERE w.since <= w.until AND w.until <= stat_counted.last
    UNION ALL
    SELECT w.since, w.until - 1, w.learnt
    FROM whole AS w
    WHERE w.since < w.until AND w.learnt <= known AND known < 'infinity'
),

-- The places below those that are read whole and by month, from place to place.
lower (label, place, region) AS (
    SELECT s.label, p.place, p.region
    FROM spot AS s
    INNER JOIN {view}.place AS p ON s.region = p.parent AND s.place = p.above
    WHERE s.whole AND cardinality(s.chain) > 2 AND EXISTS (SELECT FROM edge)
    UNION ALL
    SELECT l.label, p.place, p.region
    FROM lower AS l
    INNER JOIN {view}.place AS p ON l.region = p.parent AND l.place = p.above
),

part AS (
    SELECT s.label, s.mine, t.*
    FROM spot AS s
    INNER JOIN {view}.tally AS t ON s.place = t.place
    WHERE t.day <= stat_counted.last AND (stat_counted.first IS NULL OR t.day >= stat_counted.first) AND t.rday <= known
    UNION ALL
    SELECT s.label, FALSE, r.*
    FROM spot AS s
    CROSS JOIN whole AS w
    -- Few facets are looked up, of many all are gone through: a list in the index does either.
    INNER JOIN {view}.rolled AS r ON s.place = r.place AND r.facet = ANY (ARRAY(SELECT f.facet FROM facet AS f))
    WHERE
        s.whole
        AND CASE
            WHEN cardinality(s.chain) = 2
                THEN r.day <= stat_counted.last AND (stat_counted.first IS NULL OR r.day >= stat_counted.first) AND r.rday <= known
            ELSE r.day >= w.since AND r.day < w.until AND r.rday < w.learnt
        END
    UNION ALL
    SELECT l.label, FALSE, t.*
    FROM lower AS l
    CROSS JOIN edge AS e
    INNER JOIN {view}.tally AS t ON l.place = t.place AND t.day >= e.since AND t.day <= e.until AND t.rday >= e.learnt AND t.rday <= known
),

-- Summed before the measures of a family are told apart.
summed AS (
    SELECT
        p.label, p.mine, p.facet,
        CASE WHEN 'month' = ANY (dims) THEN date_trunc('month', p.day::timestamp)::date END AS month,
        core.total(p.n1) AS n1, core.total(p.n2) AS n2, core.total(p.n3) AS n3, core.total(p.n4) AS n4,
        core.total(p.n5) AS n5, core.total(p.n6) AS n6, core.total(p.n7) AS n7, core.total(p.n8) AS n8
    FROM part AS p
    GROUP BY 1, 2, 3, 4
)

SELECT
    s.name,
    c.label,
    CASE WHEN 'level' = ANY (dims) THEN f.level END,
    c.month,
    CASE WHEN 'kind' = ANY (dims || s.implied) THEN f.kind END,
    CASE WHEN 'category' = ANY (dims || s.implied) THEN f.category END,
    CASE WHEN 'department' = ANY (dims || s.implied) THEN f.department END,
    CASE WHEN 'role' = ANY (dims || s.implied) THEN f.role END,
    CASE WHEN 'grade' = ANY (dims || s.implied) THEN f.grade END,
    sum(u.n)::bigint
FROM summed AS c
INNER JOIN facet AS f ON c.facet = f.facet
INNER JOIN {view}.measure AS m ON f.family = m.family
INNER JOIN {view}.catalogue AS s ON m.measure = s.name
CROSS JOIN LATERAL (
    SELECT CASE m.slot WHEN 1 THEN c.n1 WHEN 2 THEN c.n2 WHEN 3 THEN c.n3 WHEN 4 THEN c.n4 WHEN 5 THEN c.n5 WHEN 6 THEN c.n6 WHEN 7 THEN c.n7 WHEN 8 THEN c.n8 END AS n
) AS u
WHERE
    s.answered = 'cube' AND s.name = ANY (names)
    -- The figures of one congress may be summed over the units of one level, never over levels.
    AND (s.reach = 'subtree' OR c.mine OR 'level' = ANY (dims) OR filters ? 'level')
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
HAVING sum(u.n) <> 0
$$;
