-- One open station, until it closes.
CREATE FUNCTION {view}.station_cells(r {view}.station)
RETURNS TABLE (
    measure text, chain text [], level text, kind text, category text, department text, role text, grade text, day date, n bigint
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'stations.open', r.chain, r.level, r.kind, '', '', '', '', s.day, CASE WHEN s.place % 2 = 1 THEN 1 ELSE -1 END::bigint
FROM unnest(r.steps) WITH ORDINALITY AS s (day, place)
WHERE r.day IS NOT NULL
$$;
