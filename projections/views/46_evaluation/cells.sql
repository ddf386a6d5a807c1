-- One graded suggestion or promise where its matter arose: +1 on the day a grade begins to be its first or last, -1 on the day it ends.
CREATE FUNCTION {view}.evaluation_cells(it {view}.evaluation)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    CASE WHEN (it).promise = '' THEN 'satisfaction' ELSE 'promise' END, (it).chain, (it).level, (it).kind, (it).category, '', '', s.grade,
    ARRAY[lower(s.first), lower(s.final), lower(s.attitude), upper(s.first), upper(s.final), upper(s.attitude)],
    -- A promise has last grades only.
    CASE WHEN (it).promise = '' THEN ARRAY[1, 2, 3, 1, 2, 3] ELSE ARRAY[1, 1, 1, 1, 1, 1] END,
    '{1, 1, 1, -1, -1, -1}'::bigint []
FROM (
    SELECT g.grade, unnest(g.first) AS first, unnest(g.final) AS final, unnest(g.attitude) AS attitude
    FROM (
        SELECT
            unnest(ARRAY['satisfied', 'basically', 'dissatisfied']) AS grade,
            unnest((it).firsts) AS first, unnest((it).finals) AS final, unnest((it).attitudes) AS attitude
    ) AS g
) AS s
$$;
