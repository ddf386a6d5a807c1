-- The things behind statistics that are counted from rows when they are asked: where each is, from when on it counts, and the days on which it does;
-- as known at the end of a recorded day, of what happened up to `last`. Rows are those that the caller may see. What rests on rules is looked for where
-- a duty rule reaches the region or one below it; a plan is made once a session.
CREATE FUNCTION {view}.reckoned(names text [], asked text, last date, known date)
RETURNS TABLE (name text, key text, entered date, chain text [], level text, kind text, days datemultirange)
LANGUAGE plpgsql STABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
AS $$
#variable_conflict use_variable
DECLARE
    ruled boolean := EXISTS (
        SELECT
        FROM {view}.rule AS r
        WHERE
            r.period IN ('per_quarter', 'per_year', 'per_term', 'each')
            AND (
                EXISTS (SELECT FROM {view}.ancestry AS a WHERE a.region = r.jurisdiction AND a.chain @> ARRAY[asked])
                OR EXISTS (SELECT FROM {view}.ancestry AS a WHERE a.region = asked AND a.chain @> ARRAY[r.jurisdiction])
            )
    );
BEGIN
{branches}
END
$$
