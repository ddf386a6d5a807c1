-- One activity, and the people and items of it.
CREATE FUNCTION {view}.activity_cells(r {view}.activity)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'activity', r.chain, r.level, r.kind, '', '', '', '', ARRAY[r.day, r.day, r.day], ARRAY[1, 2, 3], ARRAY[1, r.people, r.items]
$$;
