-- One number at the congress that gave it.
CREATE FUNCTION {view}.number_cells(it {view}.number)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'number', (it).chain, (it).level, (it).kind, (it).category, '', '', '', ARRAY[(it).day], ARRAY[1], '{1}'::bigint []
$$;
