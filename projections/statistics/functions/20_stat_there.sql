-- Whether a distinct thing that is there from one day to another (null: for good) counts in a question: what lasts (span 'state') on its last day, or
-- on any day of its period if it has one, or only if it began within that (span 'begun'). Written as one expression so that it is inlined.
CREATE FUNCTION {view}.stat_there(since date, until date, span text, first date, last date)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    since <= last
    AND CASE
        WHEN first IS NOT NULL THEN CASE WHEN span = 'begun' THEN since ELSE coalesce(until, 'infinity') END >= first
        WHEN span <> 'event' THEN coalesce(until, 'infinity') >= last
        ELSE TRUE
    END
$$;
