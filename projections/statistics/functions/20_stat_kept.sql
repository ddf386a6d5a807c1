-- Whether a cell passes the filters {dimension: value}; written as one expression so that it is inlined.
CREATE FUNCTION {view}.stat_kept(
    filters jsonb, level text, kind text, category text, department text, role text, grade text
)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT
    coalesce(level = filters ->> 'level', TRUE)
    AND coalesce(kind = filters ->> 'kind', TRUE)
    AND coalesce(category = filters ->> 'category', TRUE)
    AND coalesce(department = filters ->> 'department', TRUE)
    AND coalesce(role = filters ->> 'role', TRUE)
    AND coalesce(grade = filters ->> 'grade', TRUE)
$$;
