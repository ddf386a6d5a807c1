-- A town or street while it is there, while a station is open in it, and while it is there if it has a congress, which alone can vote.
CREATE FUNCTION {view}.township_cells(it {view}.township)
RETURNS TABLE (
    family text, chain text [], level text, kind text, category text, department text, role text, grade text,
    days date [], slots integer [], amounts bigint []
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    'township', (it).chain, (it).level, (it).kind, '', '', '', '',
    CASE (it).level WHEN 'town' THEN ARRAY[(it).day, (it).ended, (it).day, (it).ended] ELSE ARRAY[(it).day, (it).ended] END,
    CASE (it).level WHEN 'town' THEN '{1, 1, 3, 3}'::integer [] ELSE '{1, 1}' END,
    CASE (it).level WHEN 'town' THEN '{1, -1, 1, -1}'::bigint [] ELSE '{1, -1}' END
UNION ALL
SELECT
    'township', (it).chain, (it).level, (it).kind, '', '', '', '', ARRAY[lower(s.open), upper(s.open)], ARRAY[2, 2], '{1, -1}'::bigint []
FROM unnest((it).covered) AS s (open)
WHERE NOT isempty((it).covered)
$$;
