-- A town that voted in a year.
CREATE FUNCTION {view}.vote_cells(r {view}.vote)
RETURNS TABLE (
    measure text, chain text [], level text, kind text, category text, department text, role text, grade text, day date, n bigint
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'votes.towns', r.chain, r.level, '', '', '', '', '', r.day, 1::bigint
WHERE r.day IS NOT NULL
$$;
