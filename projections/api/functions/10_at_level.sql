-- The region of a level that something lies in, by its chain and its day; none where no congress of that level stands above it.
CREATE OR REPLACE FUNCTION {view}.at_level(chain text [], on_day date, wanted text)
RETURNS TABLE (region text, name text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
AS $$
SELECT a.region, a.name
FROM unnest(chain) WITH ORDINALITY AS c (code, place)
INNER JOIN {view}.ancestry AS a ON c.code = a.region
WHERE
    a.congress AND a.level = wanted AND a.valid_from <= on_day
    AND NOT EXISTS (
        SELECT 1 FROM {view}.ancestry AS n
        WHERE n.region = a.region AND a.valid_from < n.valid_from AND n.valid_from <= on_day
    )
ORDER BY c.place
LIMIT 1
$$;
