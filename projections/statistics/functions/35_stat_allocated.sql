-- Where a thing that is counted from rows was allocated last: an activity by itself, a deadline with the matter of its suggestion. Nothing else is.
CREATE FUNCTION {view}.stat_allocated(object text, key text, known date DEFAULT 'infinity')
RETURNS TABLE (region text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
AS $$
SELECT o.region
FROM {view}.allocation AS o
WHERE
    CASE stat_allocated.object
        WHEN 'activity' THEN o.object = key
        WHEN 'deadline' THEN o.object = ANY (ARRAY(
            SELECT unnest(m.members)
            FROM {view}.matter AS m
            WHERE m.known_from <= known AND (m.known_to IS NULL OR m.known_to > known) AND (m.matter = key OR cardinality(m.members) > 1 AND m.members @> ARRAY[key])
        ))
        ELSE FALSE
    END
ORDER BY o.time DESC, o.source DESC, o.id DESC
LIMIT 1
$$;
