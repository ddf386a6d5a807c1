-- What is implausible about which object, as known now and as far as the caller may see it. A matter repeats what its suggestions say.
CREATE FUNCTION {view}.doubt()
RETURNS TABLE (kind text, object text, chain text [], day date, code text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
{branches}
$$
