-- A town that voted in a year.
CREATE FUNCTION {view}.vote_cells(r {view}.vote)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'vote', r.chain, r.level, '', '', '', '', '', ARRAY[r.day], ARRAY[1], '{1}'::bigint []
$$;
