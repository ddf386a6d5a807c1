-- One number at the congress that gave it, and whether it is one of a session or from between sessions: that part of it is empty then.
CREATE FUNCTION {view}.number_cells(it {view}.number)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    'number', (it).chain, (it).level, (it).kind, (it).category, '', '', '',
    ARRAY[(it).day, (it).day], CASE WHEN split_part((it).number, '/', 3) = '' THEN '{1, 3}'::integer [] ELSE '{1, 2}'::integer [] END, '{1, 1}'::bigint []
$$;
