-- What an activity brought, each statement less the one before.
CREATE FUNCTION {view}.yield_cells(r {view}.yield)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    'yield', r.chain, r.level, r.kind, '', '', '', '',
    r.days || r.days,
    array_fill(1, ARRAY[cardinality(r.days)]) || array_fill(2, ARRAY[cardinality(r.days)]),
    ARRAY(SELECT m.n - lag(m.n, 1, 0::bigint) OVER (ORDER BY m.place) FROM unnest(r.money) WITH ORDINALITY AS m (n, place) ORDER BY m.place)
    || ARRAY(SELECT m.n - lag(m.n, 1, 0::bigint) OVER (ORDER BY m.place) FROM unnest(r.entities) WITH ORDINALITY AS m (n, place) ORDER BY m.place)
WHERE r.day IS NOT NULL
$$;
