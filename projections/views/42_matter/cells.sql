-- What a matter counts where it arose: +1 on the day a condition begins, -1 on the day it ends, for the first span of each condition, the
-- second, and so on; the standing assignments by department; and, at the congresses that assigned it, that they handled it.
CREATE FUNCTION {view}.matter_cells(it {view}.matter)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    'matter', (it).chain, (it).level, (it).kind, (it).category, '', '', '',
    ARRAY[
        lower(s.counting), lower(s.replied), lower(s.completed), lower(s.implemented),
        lower(s.planned), lower(s.unrated), lower(s.supervised), lower(s.published),
        upper(s.counting), upper(s.replied), upper(s.completed), upper(s.implemented),
        upper(s.planned), upper(s.unrated), upper(s.supervised), upper(s.published)
    ],
    ARRAY[1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8],
    '{1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1}'::bigint []
FROM (
    SELECT
        unnest((it).counting) AS counting, unnest((it).replied) AS replied,
        unnest((it).completed) AS completed, unnest((it).implemented) AS implemented,
        unnest((it).planned) AS planned, unnest((it).unrated) AS unrated,
        unnest((it).supervised) AS supervised, unnest((it).published) AS published
) AS s
UNION ALL
SELECT
    'assignment', (it).chain, (it).level, (it).kind, (it).category, d.department, d.role, '',
    ARRAY[lower(d.span), upper(d.span)], ARRAY[1, 1], '{1, -1}'::bigint []
FROM (
    SELECT s.department, s.role, unnest(s.stay * (it).counting) AS span
    FROM (SELECT unnest((it).departments) AS department, unnest((it).roles) AS role, unnest((it).stays) AS stay) AS s
) AS d
UNION ALL
SELECT
    'handling', string_to_array(h.chain, ' '), h.level, (it).kind, (it).category, '', '', '',
    ARRAY[lower(h.span), upper(h.span)], ARRAY[1, 1], '{1, -1}'::bigint []
FROM (
    SELECT s.chain, s.level, unnest(datemultirange(daterange(s.day, NULL)) * (it).counting) AS span
    FROM (SELECT unnest((it).handlers) AS chain, unnest((it).handler_levels) AS level, unnest((it).handler_days) AS day) AS s
) AS h
$$;
