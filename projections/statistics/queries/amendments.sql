-- Places of the corrections and retractions that change nothing, as known now, and why: what they name has not come, or its source is another
-- than theirs and than those they succeed. One that was itself retracted is not among them. The worker's: whether an event is there may
-- not hang on who asks; whoever asks sees only those of these places that row-level security shows.
CREATE FUNCTION {view}.idle_amendments()
RETURNS TABLE (family smallint, part smallint, off bigint, code text)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT e.family, e.part, e.off, CASE WHEN t.there THEN 'AMENDS_NOT_ENTITLED' ELSE 'AMENDS_UNKNOWN' END
FROM core.event AS e
CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM core.event AS c WHERE c.ident = e.target) AS there) AS t
CROSS JOIN LATERAL (SELECT e.data #>> '{corrects,source}' AS source) AS n
WHERE
    e.target IS NOT NULL AND e.status <> 'duplicate' AND (e.type LIKE '%.corrected.v1' OR e.type LIKE '%.retracted.v1')
    AND (
        NOT t.there
        OR n.source <> e.source AND NOT EXISTS (SELECT FROM {view}.source AS o WHERE o.source = e.source AND o.line @> ARRAY[n.source])
    )
    AND NOT EXISTS (SELECT FROM core.event AS r WHERE r.target = e.ident AND r.source = e.source AND r.type LIKE '%.retracted.v1')
$$
