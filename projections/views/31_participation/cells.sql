-- A mandate that took part, and once for each person the participation: measures of the family of activities after those of the activity itself.
CREATE FUNCTION {view}.participation_cells(r {view}.participation)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'activity', r.chain, r.level, r.kind, '', '', '', '', ARRAY[r.day, CASE WHEN r.counts THEN r.day END], ARRAY[4, 5], '{1, 1}'::bigint []
$$;
