-- What things that are counted from rows add to a figure, day by day: one from the first day on which they count, one less from the day on which they
-- no longer do. With `as_of` those that entered within the period, by that day.
CREATE FUNCTION {view}.stat_steps(
    names text [], asked text, first date, last date, as_of date, filters jsonb, known date
)
RETURNS TABLE (name text, key text, entered date, chain text [], level text, kind text, day date, n integer)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
SELECT r.name, r.key, r.entered, r.chain, r.level, r.kind, u.day, u.n
FROM {view}.reckoned(names, asked, coalesce(as_of, stat_steps.last), known) AS r
CROSS JOIN LATERAL unnest(r.days) AS s (span)
CROSS JOIN LATERAL (VALUES (lower(s.span), 1), (upper(s.span), -1)) AS u (day, n)
WHERE
    {view}.stat_within(u.day, r.entered, stat_steps.first, stat_steps.last, as_of)
    AND {view}.stat_kept(filters, r.level, r.kind, '', '', '', '')
$$;
