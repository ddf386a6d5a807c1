-- The codes of which something may lie elsewhere on a day than is recorded: those with an ancestry that begins later or ended before, and those below
-- one that is not valid then, or of which nothing is known, or not any more. What lies in any other code has had no other ancestry than that of the day.
CREATE FUNCTION {view}.stat_unsteady(on_day date) RETURNS TABLE (region text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH turned AS MATERIALIZED (
    SELECT a.region FROM {view}.ancestry AS a WHERE a.valid_to < 'infinity' AND a.valid_to <= on_day
    UNION
    SELECT a.region FROM {view}.ancestry AS a WHERE a.valid_from > on_day
),

-- What counts counts above, too: those that others lie below are among them.
unknown AS MATERIALIZED (
    SELECT p.region FROM {view}.place AS p WHERE NOT EXISTS (SELECT FROM {view}.ancestry AS a WHERE p.region = a.region)
),

gone AS MATERIALIZED (
    SELECT ARRAY(
        SELECT t.region
        FROM turned AS t
        WHERE NOT EXISTS (SELECT FROM {view}.ancestry AS a WHERE t.region = a.region AND a.valid_from <= on_day AND on_day < a.valid_to)
        UNION
        SELECT u.region FROM unknown AS u
    ) AS codes
)

SELECT t.region FROM turned AS t
UNION
SELECT a.region FROM gone AS g INNER JOIN {view}.ancestry AS a ON g.codes && a.chain
UNION
SELECT u.region FROM unknown AS u
$$;

-- Where everything that counts lies on a day: of each region in which something counted the ancestry of where it was carried; of these codes only,
-- unless there is no such list. Only codes that are not valid then are carried one by one. A region above that is not valid then, as nobody said where what lies in it went, has no row:
-- what lies below it is not allocated in what lies above it. `level`: of the nearest that is valid then and has a congress.
CREATE FUNCTION {view}.stat_homes(on_day date, codes text [] DEFAULT NULL)
RETURNS TABLE (region text, chain text [], exact boolean, level text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH leaf AS MATERIALIZED (
    SELECT p.region FROM {view}.place AS p WHERE codes IS NULL
    UNION
    SELECT a.region FROM {view}.allocation AS a WHERE codes IS NULL
    UNION
    SELECT u.code FROM unnest(codes) AS u (code)
),

valid AS MATERIALIZED (
    SELECT l.region, a.chain, a.level
    FROM leaf AS l
    LEFT JOIN {view}.ancestry AS a ON l.region = a.region AND a.valid_from <= on_day AND on_day < a.valid_to
),

home AS MATERIALIZED (
    SELECT v.region, v.chain, TRUE AS exact, v.level FROM valid AS v WHERE v.chain IS NOT NULL
    UNION ALL
    SELECT v.region, a.chain, c.exact, a.level
    FROM valid AS v
    CROSS JOIN LATERAL {view}.carried(v.region, on_day) AS c
    INNER JOIN {view}.ancestry AS a ON c.home = a.region AND a.valid_from <= on_day AND on_day < a.valid_to
    WHERE v.chain IS NULL
),

gone AS MATERIALIZED (
    SELECT ARRAY(
        SELECT u.code
        FROM (SELECT DISTINCT unnest(h.chain[2:]) FROM home AS h) AS u (code)
        WHERE NOT EXISTS (SELECT FROM {view}.ancestry AS a WHERE u.code = a.region AND a.valid_from <= on_day AND on_day < a.valid_to)
    ) AS codes
)

SELECT
    h.region,
    CASE
        WHEN NOT h.chain && g.codes THEN h.chain
        ELSE ARRAY(
            SELECT CASE WHEN u.code = ANY (g.codes) THEN 'unallocated' ELSE u.code END FROM unnest(h.chain) WITH ORDINALITY AS u (code, turn) ORDER BY u.turn
        )
    END,
    h.exact,
    CASE
        WHEN NOT h.chain && g.codes THEN h.level
        ELSE (
            SELECT a.level
            FROM unnest(h.chain) WITH ORDINALITY AS u (code, turn)
            INNER JOIN {view}.ancestry AS a ON u.code = a.region AND a.valid_from <= on_day AND on_day < a.valid_to AND a.congress
            ORDER BY u.turn
            LIMIT 1
        )
    END
FROM home AS h
CROSS JOIN gone AS g
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
