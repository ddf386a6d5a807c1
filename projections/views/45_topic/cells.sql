-- One topic where its organ supervises.
CREATE FUNCTION {view}.topic_cells(it {view}.topic)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'topic', (it).chain, (it).level, '', '', '', '', '', ARRAY[(it).day], ARRAY[1], '{1}'::bigint []
$$;
