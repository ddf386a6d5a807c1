-- A project that was collected, listed, elected, carried out and evaluated; and the ballots of its evaluations, each less those of the one before.
CREATE FUNCTION {view}.project_cells(r {view}.project)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    'project', r.chain, r.level, '', '', '', '', '',
    ARRAY[r.collected, r.listed, CASE WHEN r.elected THEN r.voted END, r.evaluated[1]], '{1, 2, 3, 5}'::integer [], '{1, 1, 1, 1}'::bigint []
UNION ALL
SELECT 'project', r.chain, r.level, '', '', '', '', '', ARRAY[lower(c.days), upper(c.days)], '{4, 4}'::integer [], '{1, -1}'::bigint []
FROM unnest(r.completed) AS c (days)
UNION ALL
SELECT
    'ballot', r.chain, r.level, '', '', '', '', g.grade, r.evaluated, array_fill(1, ARRAY[cardinality(g.ballots)]),
    ARRAY(SELECT b.n - lag(b.n, 1, 0::bigint) OVER (ORDER BY b.place) FROM unnest(g.ballots) WITH ORDINALITY AS b (n, place) ORDER BY b.place)
FROM (VALUES ('satisfied', r.satisfied), ('basically', r.basically), ('dissatisfied', r.dissatisfied)) AS g (grade, ballots)
WHERE r.evaluated <> '{}'
$$;
