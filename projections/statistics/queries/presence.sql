-- Where and when the things are that the `wanted` distinct statistics count, as far as they lie in the subtree of any of some regions,
-- as known at the end of a recorded day. Each is a statement of its own, planned only where it is wanted: most questions want none.
-- `chain`: the region and its ancestors, from itself up; `first` to `last`: the days on which it is there; `thing`: what can be allocated;
-- `congress`: the region of the congress at whose level it counts, null where that is where it lies.
CREATE FUNCTION {view}.presence(wanted text [], asked text [], known date DEFAULT 'infinity')
RETURNS TABLE (name text, key text, chain text [], level text, kind text, first date, last date, thing text, congress text)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
{branches}
END
$$
