-- Collected from its day, resolved while it is.
CREATE FUNCTION {view}.opinion_cells(it {view}.opinion)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'opinion', (it).chain, (it).level, '', (it).category, '', '', '', ARRAY[(it).day], ARRAY[1], '{1}'::bigint []
UNION ALL
SELECT 'opinion', (it).chain, (it).level, '', (it).category, '', '', '', ARRAY[lower(s.span), upper(s.span)], ARRAY[2, 2], '{1, -1}'::bigint []
FROM (SELECT unnest((it).resolved) AS span) AS s
$$;
