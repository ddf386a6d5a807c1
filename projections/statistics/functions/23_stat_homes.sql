-- Where everything that counts lies on a day: of each region in which something counted the ancestry of where it was carried. Only codes
-- that are not valid then are carried one by one.
CREATE FUNCTION {view}.stat_homes(on_day date)
RETURNS TABLE (region text, chain text [], exact boolean)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH leaf AS MATERIALIZED (
    SELECT DISTINCT p.region FROM {view}.place AS p
    UNION
    SELECT a.region FROM {view}.allocation AS a
),

valid AS MATERIALIZED (
    SELECT l.region, a.chain
    FROM leaf AS l
    LEFT JOIN {view}.ancestry AS a ON l.region = a.region AND a.valid_from <= on_day AND on_day < a.valid_to
)

SELECT v.region, v.chain, TRUE FROM valid AS v WHERE v.chain IS NOT NULL
UNION ALL
SELECT v.region, a.chain, c.exact
FROM valid AS v
CROSS JOIN LATERAL {view}.carried(v.region, on_day) AS c
INNER JOIN {view}.ancestry AS a ON c.home = a.region AND a.valid_from <= on_day AND on_day < a.valid_to
WHERE v.chain IS NULL
$$;

-- The row of an answer about a region in which something of a chain is counted: null outside, empty where the answer is not divided. What is
-- not known exactly and would be the region's own is not allocated to what lies below it.
CREATE FUNCTION {view}.stat_row(chain text [], asked text, divided boolean, exact boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN NOT chain @> ARRAY[asked] THEN NULL
    WHEN NOT divided THEN ''
    WHEN chain[1] <> asked THEN chain[array_position(chain, asked) - 1]
    WHEN exact THEN 'own'
    ELSE 'unallocated'
END;
