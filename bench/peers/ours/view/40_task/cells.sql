-- Each step from its first day; nothing of one that stood in the row that `was` in its place.
CREATE FUNCTION {view}.task_cells(it {view}.task, was {view}.task)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    'task', (it).chain, (it).level, '', '', '', '', '',
    ARRAY[
        CASE WHEN (it).submitted IS DISTINCT FROM (was).submitted THEN (it).submitted END,
        CASE WHEN (it).registered IS DISTINCT FROM (was).registered THEN (it).registered END,
        CASE WHEN (it).assigned IS DISTINCT FROM (was).assigned THEN (it).assigned END,
        CASE WHEN (it).contacted IS DISTINCT FROM (was).contacted THEN (it).contacted END,
        CASE WHEN (it).replied IS DISTINCT FROM (was).replied THEN (it).replied END,
        CASE WHEN (it).reply_evaluated IS DISTINCT FROM (was).reply_evaluated THEN (it).reply_evaluated END,
        CASE WHEN (it).fed_back IS DISTINCT FROM (was).fed_back THEN (it).fed_back END,
        CASE WHEN (it).archived IS DISTINCT FROM (was).archived THEN (it).archived END
    ],
    '{1, 2, 3, 4, 5, 6, 7, 8}'::integer [], '{1, 1, 1, 1, 1, 1, 1, 1}'::bigint []
$$;
