-- Per region of a level and year: the opinions collected in the year and the matters that entered in it, and what had become of them by
-- today. The owner's, because figures of any region may be asked by any reader.
CREATE OR REPLACE FUNCTION {view}.funnel(wanted text)
RETURNS TABLE (
    region text, region_name text, year integer, opinions bigint, opinions_resolved bigint,
    suggestions bigint, replied bigint, completed bigint, implemented bigint
)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
WITH cell AS (
    SELECT c.chain, extract(YEAR FROM c.entered)::integer AS year, c.measure, sum(c.n) AS n
    FROM {view}.contribution(ARRAY['opinion', 'matter'], ARRAY['00']) AS c
    WHERE
        c.day <= core.beijing_day(now())
        AND c.measure IN (
            'opinions.collected', 'opinions.resolved', 'suggestions.consolidated', 'suggestions.replied', 'suggestions.completed',
            'suggestions.implemented'
        )
    GROUP BY 1, 2, 3
)

SELECT
    p.region,
    p.name,
    c.year,
    coalesce(sum(c.n) FILTER (WHERE c.measure = 'opinions.collected'), 0)::bigint,
    coalesce(sum(c.n) FILTER (WHERE c.measure = 'opinions.resolved'), 0)::bigint,
    coalesce(sum(c.n) FILTER (WHERE c.measure = 'suggestions.consolidated'), 0)::bigint,
    coalesce(sum(c.n) FILTER (WHERE c.measure = 'suggestions.replied'), 0)::bigint,
    coalesce(sum(c.n) FILTER (WHERE c.measure = 'suggestions.completed'), 0)::bigint,
    coalesce(sum(c.n) FILTER (WHERE c.measure = 'suggestions.implemented'), 0)::bigint
FROM cell AS c
CROSS JOIN LATERAL {view}.at_level(c.chain, make_date(c.year, 12, 31), wanted) AS p
GROUP BY 1, 2, 3
$$;
REVOKE ALL ON FUNCTION {view}.funnel(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {view}.funnel(text) TO hub_reader, hub_worker;
