-- The objects behind one figure on the regions of a day, as `stat_list`; `region` is where each lies then, `level` at which it counts.
CREATE FUNCTION {view}.stat_list_restated(
    asked_name text, asked text, first date, last date, filters jsonb, as_of date, on_day date, known date DEFAULT 'infinity'
)
RETURNS TABLE (key text, region text, level text, n bigint)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
DECLARE
    how text := (SELECT s.answered FROM {view}.catalogue AS s WHERE s.name = asked_name);
BEGIN
RETURN QUERY
SELECT u.key, min(u.region), min(u.level), sum(u.n)::bigint
FROM (
    SELECT c.key, c.region, c.level, c.n
    FROM {view}.stat_contributed(ARRAY[asked_name], asked, FALSE, filters ? 'level', on_day, known) AS c
    WHERE
        how = 'cube'
        AND {view}.stat_within(c.day, c.entered, stat_list_restated.first, stat_list_restated.last, as_of)
        AND {view}.stat_kept(filters, c.level, c.kind, c.category, c.department, c.role, c.grade)
    UNION ALL
    SELECT b.key, b.region, b.level, b.n
    FROM {view}.stat_apart_in(
        ARRAY[asked_name], asked, FALSE, filters ? 'level', stat_list_restated.first, stat_list_restated.last, FALSE, filters, known, on_day
    ) AS b
    WHERE as_of IS NULL
) AS u
GROUP BY u.key
HAVING sum(u.n) <> 0
UNION ALL
SELECT p.key, min(p.chain[1]), min(p.level), 1
FROM {view}.stat_present(ARRAY[asked_name], asked, on_day, known) AS p
INNER JOIN {view}.catalogue AS s ON p.name = s.name
WHERE
    how = 'distinct' AND as_of IS NULL AND {view}.stat_there(p.first, p.last, s.span, stat_list_restated.first, stat_list_restated.last)
    AND {view}.stat_kept(filters, p.level, p.kind, '', '', '', '')
    AND {view}.stat_label(s.reach, filters ? 'level', p.chain, asked, FALSE, p.exact) IS NOT NULL
GROUP BY p.key
UNION ALL
SELECT r.key, min((coalesce(o.chain, h.chain))[1]), min(coalesce(o.level, h.level)), sum(r.n)::bigint
FROM {view}.stat_steps(ARRAY[asked_name], '00', stat_list_restated.first, stat_list_restated.last, as_of, filters - 'level', known) AS r
INNER JOIN {view}.catalogue AS s ON r.name = s.name
CROSS JOIN LATERAL {view}.stat_home(r.chain[1], on_day) AS h
LEFT JOIN LATERAL (
    SELECT p.chain, p.level
    FROM {view}.stat_allocated(s.object, r.key, known) AS a (region)
    CROSS JOIN LATERAL {view}.stat_home(a.region, on_day) AS p
    WHERE NOT h.exact
) AS o ON TRUE
WHERE how = 'rows' AND coalesce(o.chain, h.chain) @> ARRAY[asked] AND coalesce(coalesce(o.level, h.level) = filters ->> 'level', TRUE)
GROUP BY r.key
HAVING sum(r.n) <> 0
UNION ALL
SELECT concat_ws(' ', c.suggestion, c.department, c.role), min(c.lying[1]), min(c.level), sum(c.n)::bigint
FROM {view}.stat_charged_on(ARRAY[asked_name], asked, filters, on_day, known) AS c
WHERE how = 'charged' AND {view}.stat_within(c.day, c.entered, stat_list_restated.first, stat_list_restated.last, as_of)
GROUP BY 1
HAVING sum(c.n) <> 0
ORDER BY 1;
END
$$;
