-- A chain on a day: what lies in a code that is not valid then, as nobody said where that went, is not allocated in what lies above it; and the
-- level of the nearest that is valid and has a congress.
CREATE FUNCTION {view}.stat_lying(chain text [], on_day date, OUT lying text [], OUT level text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
SELECT
    array_agg(CASE WHEN a.region IS NULL THEN 'unallocated' ELSE u.code END ORDER BY u.turn),
    (array_agg(a.level ORDER BY u.turn) FILTER (WHERE a.congress))[1]
FROM unnest(chain) WITH ORDINALITY AS u (code, turn)
LEFT JOIN {view}.ancestry AS a ON u.code = a.region AND a.valid_from <= on_day AND on_day < a.valid_to
$$;

-- Where a code lies on a day: the ancestry of where it was carried, and the level at which that counts.
CREATE FUNCTION {view}.stat_home(code text, on_day date)
RETURNS TABLE (chain text [], exact boolean, level text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
AS $$
SELECT l.lying, c.exact, l.level
FROM {view}.carried(code, on_day) AS c
INNER JOIN {view}.ancestry AS a ON c.home = a.region AND a.valid_from <= on_day AND on_day < a.valid_to
CROSS JOIN LATERAL {view}.stat_lying(a.chain, on_day) AS l
$$;

-- Codes of which something may lie in a region on a day that is not recorded there: those that were outside at some time and are inside then, and
-- those of objects of some kinds that were allocated into it.
CREATE FUNCTION {view}.stat_arrived(asked text, on_day date, objects text [], known date DEFAULT 'infinity')
RETURNS TABLE (region text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH outside AS MATERIALIZED (
    SELECT DISTINCT a.region
    FROM {view}.stat_unsteady(on_day) AS u
    INNER JOIN {view}.ancestry AS a ON u.region = a.region
    WHERE NOT a.chain @> ARRAY[asked]
),

valid AS MATERIALIZED (
    SELECT o.region, a.chain
    FROM outside AS o
    LEFT JOIN {view}.ancestry AS a ON o.region = a.region AND a.valid_from <= on_day AND on_day < a.valid_to
)

SELECT v.region FROM valid AS v WHERE v.chain @> ARRAY[asked]
UNION
SELECT v.region FROM valid AS v CROSS JOIN LATERAL {view}.stat_home(v.region, on_day) AS h WHERE v.chain IS NULL AND h.chain @> ARRAY[asked]
UNION
SELECT t.lies FROM {view}.allotment(known) AS t CROSS JOIN LATERAL {view}.stat_home(t.region, on_day) AS h
WHERE t.object = ANY (objects) AND h.chain @> ARRAY[asked]
$$;
