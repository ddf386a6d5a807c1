-- Whether what happened on a day counts in a question: by its last day, from its first on if it has one; of a cohort (`as_of`) what happened by that
-- day to what entered within the period. Written as one expression so that it is inlined.
CREATE FUNCTION {view}.stat_within(day date, entered date, first date, last date, as_of date)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    CASE
        WHEN as_of IS NULL THEN day <= last AND (first IS NULL OR day >= first)
        ELSE entered >= first AND entered <= last AND day <= as_of
    END
$$;
