-- One motion.
CREATE FUNCTION {view}.motion_cells(r {view}.motion)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'motion', r.chain, r.level, '', '', '', '', '', ARRAY[r.day], ARRAY[1], '{1}'::bigint []
$$;
