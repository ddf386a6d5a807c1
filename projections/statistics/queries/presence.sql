-- Where and when the things are that the distinct statistics count, as far as they lie in the subtree of a region,
-- as known at the end of a recorded day.
-- `chain`: the region and its ancestors, from itself up; `first` to `last`: the days on which it is there.
CREATE FUNCTION {view}.presence(asked text, known date DEFAULT 'infinity')
RETURNS TABLE (name text, key text, chain text [], level text, kind text, first date, last date)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
{branches}
$$
