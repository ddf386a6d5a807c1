-- A matter that was made before counts once where it arose, while it counts.
CREATE FUNCTION {view}.recurrence_cells(it {view}.recurrence)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    'recurrence', (it).chain, (it).level, (it).kind, (it).category, '', '', '',
    ARRAY[lower(s.span), upper(s.span)], ARRAY[1, 1], '{1, -1}'::bigint []
FROM (SELECT unnest((it).counting) AS span) AS s
$$;
