-- Collected from its day, resolved while it is.
CREATE FUNCTION {view}.opinion_cells(it {view}.opinion)
RETURNS TABLE (
    measure text, chain text [], level text, kind text, category text, department text, role text, grade text, day date, n bigint
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT e.measure, (it).chain, (it).level, '', (it).category, '', '', '', e.day, e.n
FROM (
    SELECT 'opinions.collected' AS measure, (it).day, 1::bigint AS n
    UNION ALL
    SELECT 'opinions.resolved', d.day, d.n
    FROM unnest((it).resolved) AS s (span)
    CROSS JOIN LATERAL (VALUES (lower(s.span), 1::bigint), (upper(s.span), -1::bigint)) AS d (day, n)
) AS e
WHERE e.day IS NOT NULL
$$;
