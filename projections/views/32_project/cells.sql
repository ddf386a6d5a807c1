-- A project that was elected.
CREATE FUNCTION {view}.project_cells(r {view}.project)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'project', r.chain, r.level, '', '', '', '', '', ARRAY[r.day], ARRAY[1], '{1}'::bigint []
$$;
