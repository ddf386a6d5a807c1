-- What a matter counts where it arose: +1 on the day a condition begins, -1 on the day it ends, for the first span of each condition, the
-- second, and so on; the standing assignments by department; and, at the congresses that assigned it, that they handled it.
CREATE FUNCTION {view}.matter_cells(it {view}.matter, was {view}.matter DEFAULT NULL)
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
        unnest(nullif((it).counting, (was).counting)) AS counting, unnest(nullif((it).replied, (was).replied)) AS replied,
        unnest(nullif((it).completed, (was).completed)) AS completed, unnest(nullif((it).implemented, (was).implemented)) AS implemented,
        unnest(nullif((it).planned, (was).planned)) AS planned, unnest(nullif((it).unrated, (was).unrated)) AS unrated,
        unnest(nullif((it).supervised, (was).supervised)) AS supervised, unnest(nullif((it).published, (was).published)) AS published
) AS s
UNION ALL
SELECT
    'assignment', (it).chain, (it).level, (it).kind, (it).category, d.department, d.role, '',
    ARRAY[lower(d.span), upper(d.span)], ARRAY[1, 1], '{1, -1}'::bigint []
FROM (
    SELECT s.department, s.role, unnest(s.stay * (it).counting) AS span
    FROM (SELECT unnest((it).departments) AS department, unnest((it).roles) AS role, unnest((it).stays) AS stay) AS s
) AS d
WHERE
    (it).counting IS DISTINCT FROM (was).counting OR (it).departments IS DISTINCT FROM (was).departments
    OR (it).roles IS DISTINCT FROM (was).roles OR (it).stays IS DISTINCT FROM (was).stays
UNION ALL
SELECT
    'handling', string_to_array(h.chain, ' '), h.level, (it).kind, (it).category, '', '', '',
    ARRAY[lower(h.span), upper(h.span)], ARRAY[1, 1], '{1, -1}'::bigint []
FROM (
    SELECT s.chain, s.level, unnest(datemultirange(daterange(s.day, NULL)) * (it).counting) AS span
    FROM (SELECT unnest((it).handlers) AS chain, unnest((it).handler_levels) AS level, unnest((it).handler_days) AS day) AS s
) AS h
WHERE
    (it).counting IS DISTINCT FROM (was).counting OR (it).handlers IS DISTINCT FROM (was).handlers
    OR (it).handler_levels IS DISTINCT FROM (was).handler_levels OR (it).handler_days IS DISTINCT FROM (was).handler_days
$$;
