-- The objects behind one figure and what each adds to it, as far as the caller may see them: whoever sees all of them has a list that
-- adds up to the figure. `region`, `level`: where the object counts.
CREATE FUNCTION {view}.stat_list(
    asked_name text, asked text, first date, last date, filters jsonb, as_of date, known date DEFAULT 'infinity'
)
RETURNS TABLE (key text, region text, level text, n bigint)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
SELECT u.key, min(u.chain[1]), min(u.level), sum(u.n)::bigint
FROM (
    SELECT c.key, c.chain, c.level, c.n
    FROM {view}.catalogue AS s
    CROSS JOIN LATERAL {view}.contribution(ARRAY[s.object], ARRAY[asked], known) AS c
    WHERE
        s.name = asked_name AND s.answered = 'cube' AND c.measure = s.name
        AND c.chain @> ARRAY[asked]
        AND (s.reach = 'subtree' OR c.chain[1] = asked OR filters ? 'level')
        AND {view}.stat_within(c.day, c.entered, stat_list.first, stat_list.last, as_of)
        AND {view}.stat_kept(filters, c.level, c.kind, c.category, c.department, c.role, c.grade)
    UNION ALL
    SELECT b.key, ARRAY[b.region], b.level, b.n
    FROM {view}.stat_apart_in(
        ARRAY[asked_name], asked, FALSE, filters ? 'level', stat_list.first, stat_list.last, FALSE, filters, known, NULL
    ) AS b
    WHERE as_of IS NULL
) AS u
GROUP BY u.key
HAVING sum(u.n) <> 0
UNION ALL
SELECT p.key, min(p.chain[1]), min(p.level), 1
FROM {view}.catalogue AS s
CROSS JOIN LATERAL {view}.presence(ARRAY[asked_name], ARRAY[asked], known) AS p
WHERE
    s.name = asked_name AND s.answered = 'distinct' AND p.name = s.name AND as_of IS NULL
    AND (s.reach = 'subtree' OR p.chain[1] = asked OR filters ? 'level')
    AND {view}.stat_there(p.first, p.last, s.span, stat_list.first, stat_list.last)
    AND {view}.stat_kept(filters, p.level, p.kind, '', '', '', '')
GROUP BY p.key
UNION ALL
SELECT r.key, min(r.chain[1]), min(r.level), sum(r.n)::bigint
FROM {view}.catalogue AS s
CROSS JOIN LATERAL {view}.stat_steps(
    ARRAY[s.name], asked, stat_list.first, stat_list.last, as_of, filters, known
) AS r
WHERE s.name = asked_name AND s.answered = 'rows'
GROUP BY r.key
HAVING sum(r.n) <> 0
UNION ALL
SELECT concat_ws(' ', c.suggestion, c.department, c.role), min(c.chain[1]), min(c.level), sum(c.n)::bigint
FROM {view}.catalogue AS s
CROSS JOIN LATERAL {view}.charge(
    ARRAY[s.name], asked, known, wanted => CASE WHEN filters ? 'department' THEN ARRAY[filters ->> 'department'] END
) AS c
WHERE
    s.name = asked_name AND s.answered = 'charged'
    AND {view}.stat_within(c.day, c.entered, stat_list.first, stat_list.last, as_of)
    AND {view}.stat_kept(filters, c.level, c.kind, c.category, c.department, c.role, c.grade)
GROUP BY 1
HAVING sum(c.n) <> 0
ORDER BY 1
$$;
