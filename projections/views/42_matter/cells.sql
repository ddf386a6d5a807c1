-- What a matter counts where it arose: +1 on the day a condition begins, -1 on the day it ends; the standing assignments by
-- department; and, at the congresses that assigned it, that they handled it.
CREATE FUNCTION {view}.matter_cells(it {view}.matter)
RETURNS TABLE (
    measure text, chain text [], level text, kind text, category text, department text, role text, grade text, day date, n bigint
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    m.measure, m.chain, m.level, (it).kind, (it).category, m.department, m.role, '', e.day, e.n
FROM (
    SELECT u.measure, u.days, (it).chain AS chain, (it).level AS level, '' AS department, '' AS role
    FROM unnest(
        ARRAY[
            'suggestions.consolidated', 'suggestions.replied', 'suggestions.completed', 'suggestions.implemented',
            'suggestions.solved_or_planned', 'suggestions.unrated', 'suggestions.key_supervised', 'suggestions.published'
        ],
        ARRAY[
            (it).counting, (it).replied, (it).completed, (it).implemented,
            (it).planned, (it).unrated, (it).supervised, (it).published
        ]
    ) AS u (measure, days)
    UNION ALL
    SELECT 'suggestions.by_department', d.stay * (it).counting, (it).chain, (it).level, d.department, d.role
    FROM unnest((it).departments, (it).roles, (it).stays) AS d (department, role, stay)
    UNION ALL
    SELECT 'suggestions.handled', datemultirange(daterange(h.day, NULL)) * (it).counting, string_to_array(h.chain, ' '), h.level, '', ''
    FROM unnest((it).handlers, (it).handler_levels, (it).handler_days) AS h (chain, level, day)
) AS m
CROSS JOIN LATERAL unnest(m.days) AS s (span)
CROSS JOIN LATERAL (VALUES (lower(s.span), 1::bigint), (upper(s.span), -1::bigint)) AS e (day, n)
WHERE e.day IS NOT NULL
$$;
