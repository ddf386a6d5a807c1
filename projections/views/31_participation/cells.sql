-- A mandate that took part, and once for each person the participation.
CREATE FUNCTION {view}.participation_cells(r {view}.participation)
RETURNS TABLE (
    measure text, chain text [], level text, kind text, category text, department text, role text, grade text, day date, n bigint
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT m.measure, r.chain, r.level, r.kind, '', '', '', '', r.day, 1::bigint
FROM (VALUES ('mandates', TRUE), ('participations', r.counts)) AS m (measure, counts)
WHERE r.day IS NOT NULL AND m.counts
$$;
