-- One topic where its organ supervises.
CREATE FUNCTION {view}.topic_cells(it {view}.topic)
RETURNS TABLE (
    measure text, chain text [], level text, kind text, category text, department text, role text, grade text, day date, n bigint
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT 'topics.key_supervised', (it).chain, (it).level, '', '', '', '', '', (it).day, 1::bigint
WHERE (it).day IS NOT NULL
$$;
