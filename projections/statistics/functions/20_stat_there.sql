-- Whether a distinct thing that is there from one day to another (null: for good) counts in a question: what lasts (span 'state') on its last day, or
-- on any day of its period if it has one. Written as one expression so that it is inlined.
CREATE FUNCTION {view}.stat_there(since date, until date, span text, first date, last date)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    since <= last
    AND CASE
        WHEN first IS NOT NULL THEN coalesce(until, 'infinity') >= first
        WHEN span = 'state' THEN coalesce(until, 'infinity') >= last
        ELSE TRUE
    END
$$;
