-- One activity, and the people and items of it.
CREATE FUNCTION {view}.activity_cells(r {view}.activity)
RETURNS TABLE (
    measure text, chain text [], level text, kind text, category text, department text, role text, grade text, day date, n bigint
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT m.measure, r.chain, r.level, r.kind, '', '', '', '', r.day, m.n
FROM (VALUES ('activities.held', 1::bigint), ('people.received', r.people), ('items.advanced', r.items)) AS m (measure, n)
WHERE r.day IS NOT NULL AND m.n > 0
$$;
