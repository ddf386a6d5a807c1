-- By how much matters would count too often among those that a congress of a day handled: such as several congresses assigned that are one on
-- that day, or one under several codes. Of each once, from the first of these assignments, less once for each. `region`: a code that is carried to
-- that congress, at whose level of the day all of them count.
CREATE FUNCTION {view}.stat_rejoined(on_day date, known date DEFAULT 'infinity')
RETURNS TABLE (matter text, entered date, region text, day date, kind text, category text, n bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH home AS MATERIALIZED (
    SELECT h.region, h.chain[1] AS home FROM {view}.stat_homes(on_day) AS h WHERE h.exact
),

handled AS (
    SELECT
        m.matter, m.day AS entered, m.kind, m.category, m.counting, h.home, h.region,
        datemultirange(daterange(u.day, NULL)) * m.counting AS days
    FROM {view}.matter AS m
    CROSS JOIN LATERAL unnest(m.handlers, m.handler_days) AS u (chain, day)
    INNER JOIN home AS h ON split_part(u.chain, ' ', 1) = h.region
    WHERE
        m.known_from <= known AND (m.known_to IS NULL OR m.known_to > known) AND m.day IS NOT NULL AND cardinality(m.handlers) > 1
        AND m.seen && ARRAY(SELECT g.region FROM home AS g WHERE g.region <> g.home)
),

several AS MATERIALIZED (
    SELECT
        s.matter, s.entered, s.kind, s.category, min(s.region) AS region, range_agg(s.days) AS once, array_agg(s.days) AS each
    FROM handled AS s
    GROUP BY s.matter, s.entered, s.kind, s.category, s.home
    HAVING count(*) > 1
),

turn AS (
    SELECT s.matter, s.entered, s.kind, s.category, s.region, u.days, 1 AS sign
    FROM several AS s
    CROSS JOIN LATERAL unnest(s.once) AS u (days)
    UNION ALL
    SELECT s.matter, s.entered, s.kind, s.category, s.region, u.days, -1
    FROM several AS s
    CROSS JOIN LATERAL unnest(s.each) AS e (stay)
    CROSS JOIN LATERAL unnest(e.stay) AS u (days)
)

SELECT t.matter, t.entered, t.region, d.day, t.kind, t.category, sum(t.sign * d.sign)
FROM turn AS t
CROSS JOIN LATERAL (VALUES (lower(t.days), 1), (upper(t.days), -1)) AS d (day, sign)
WHERE d.day IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6
HAVING sum(t.sign * d.sign) <> 0
$$;
