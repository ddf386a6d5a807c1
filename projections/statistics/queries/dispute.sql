-- Identities with differing copies among the statements about the objects of some kinds that count in the subtree of a region.
CREATE FUNCTION {view}.dispute(objects text [], asked text, last date, known date)
RETURNS TABLE (ident uuid)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
{branches}
$$
