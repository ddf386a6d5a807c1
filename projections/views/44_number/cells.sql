-- One number at the congress that gave it.
CREATE FUNCTION {view}.number_cells(it {view}.number)
RETURNS TABLE (
    measure text, chain text [], level text, kind text, category text, department text, role text, grade text, day date, n bigint
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'suggestions.registered', (it).chain, (it).level, (it).kind, (it).category, '', '', '', (it).day, 1::bigint
WHERE (it).day IS NOT NULL
$$;
