-- The rows of objects that were allocated, as known at the end of a recorded day: of which table, their key as `contribution` has it, where each lies, and where it was put.
CREATE FUNCTION {view}.allotment(known date DEFAULT 'infinity')
RETURNS TABLE (object text, key text, lies text, region text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
{branches}
$$
