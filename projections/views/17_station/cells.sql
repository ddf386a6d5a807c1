-- One open station, until it closes.
CREATE FUNCTION {view}.station_cells(r {view}.station)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'station', r.chain, r.level, r.kind, '', '', '', '', ARRAY[s.day], ARRAY[1], ARRAY[CASE WHEN s.place % 2 = 1 THEN 1 ELSE -1 END::bigint]
FROM unnest(r.steps) WITH ORDINALITY AS s (day, place)
WHERE r.day IS NOT NULL
$$;
