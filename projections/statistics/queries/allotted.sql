-- What the objects that were allocated contribute, as known at the end of a recorded day, and to which region each was.
CREATE FUNCTION {view}.allotted(known date DEFAULT 'infinity')
RETURNS TABLE (
    region text, measure text, chain text [], level text, kind text, category text, department text, role text, grade text, day date, n bigint
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
{branches}
$$
