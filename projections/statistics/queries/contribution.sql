-- What each object of some kinds contributes to figures, as far as it can be seen from any of some regions: `key` its key columns parted by
-- blanks, `entered` the day from which it counts, then its cells; as known at the end of a recorded day. Rows are those that the caller may see.
CREATE FUNCTION {view}.contribution(objects text [], asked text [], known date DEFAULT 'infinity')
RETURNS TABLE (
    object text, key text, entered date, measure text, chain text [], level text, kind text, category text,
    department text, role text, grade text, day date, n bigint
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
{branches}
$$
