-- What a suggestion's deadline counts where its matter arose: +1 on the day a condition begins, -1 on the day it ends.
CREATE FUNCTION {view}.deadline_cells(it {view}.deadline, was {view}.deadline DEFAULT NULL)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    'deadline', (it).chain, (it).level, (it).kind, (it).category, '', '', '',
    ARRAY[
        lower(s.due), lower(s.on_time), lower(s.late), lower(s.overdue), lower(s.unknown),
        upper(s.due), upper(s.on_time), upper(s.late), upper(s.overdue), upper(s.unknown)
    ],
    ARRAY[1, 2, 3, 4, 5, 1, 2, 3, 4, 5],
    '{1, 1, 1, 1, 1, -1, -1, -1, -1, -1}'::bigint []
FROM (
    SELECT
        unnest(nullif((it).due, (was).due)) AS due, unnest(nullif((it).on_time, (was).on_time)) AS on_time,
        unnest(nullif((it).late, (was).late)) AS late, unnest(nullif((it).overdue, (was).overdue)) AS overdue,
        unnest(nullif((it).unknown, (was).unknown)) AS unknown
) AS s
$$;
