-- A project that was elected.
CREATE FUNCTION {view}.project_cells(r {view}.project)
RETURNS TABLE (
    measure text, chain text [], level text, kind text, category text, department text, role text, grade text, day date, n bigint
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'projects.voted', r.chain, r.level, '', '', '', '', '', r.day, 1::bigint
WHERE r.day IS NOT NULL
$$;
