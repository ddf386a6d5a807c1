-- The distinct elements of an array, in order; of none an empty array.
CREATE OR REPLACE FUNCTION core.united(elements anyarray)
RETURNS anyarray
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT ARRAY(SELECT DISTINCT e.one FROM unnest(elements) AS e (one) WHERE e.one IS NOT NULL ORDER BY 1)
$$;
