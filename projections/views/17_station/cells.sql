-- One open station of each tier while it is of that tier, until it closes.
CREATE FUNCTION {view}.station_cells(r {view}.station)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'station', r.chain, r.level, t.tier, '', '', '', '', ARRAY[lower(s.days), upper(s.days)], '{1, 1}'::integer [], '{1, -1}'::bigint []
FROM unnest(r.tiers, r.tier_days) WITH ORDINALITY AS t (tier, since, place)
CROSS JOIN LATERAL unnest({view}.days_open(r.steps) * datemultirange(daterange(t.since, r.tier_days[t.place + 1]))) AS s (days)
WHERE r.day IS NOT NULL
$$;
