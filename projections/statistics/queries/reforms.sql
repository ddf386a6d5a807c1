-- Places of the facts about regions that do not hold, or hold of a region that nobody established, as known now, and why. Of facts that contradict
-- each other the smaller (time, source, id) holds. The worker's, as that of amendments is.
CREATE FUNCTION {view}.idle_reforms()
RETURNS TABLE (family smallint, part smallint, off bigint, code text)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
WITH fact AS (
    -- A time of a code that one by a smaller fact overlaps.
    SELECT r.source, r.id, 'REGION_CONTRADICTED' AS code
    FROM {view}.region AS r
    INNER JOIN {view}.region AS o
        ON
            r.region = o.region AND (o.time, o.source, o.id) < (r.time, r.source, r.id)
            AND o.valid_from < r.valid_to AND r.valid_from < o.valid_to
    UNION
    -- What would close a cycle: the region lies elsewhere, and where it was put lies in itself.
    SELECT r.placed_source, r.placed_id, 'REGION_CONTRADICTED'
    FROM {view}.region AS r
    INNER JOIN {view}.ancestry AS a
        ON r.region = a.region AND a.valid_from < r.valid_to AND r.valid_from < a.valid_to AND a.parent IS DISTINCT FROM r.parent
    INNER JOIN {view}.ancestry AS p
        ON r.parent = p.region AND p.chain @> ARRAY[r.region] AND p.valid_from < a.valid_to AND a.valid_from < p.valid_to
    UNION
    -- A second parent of one day.
    SELECT f.source, f.id, 'REGION_CONTRADICTED'
    FROM {view}.reform AS f
    WHERE
        f.kind = 'moved' AND NOT f.ends AND EXISTS (SELECT FROM {view}.region AS r WHERE r.region = f.region)
        AND NOT EXISTS (SELECT FROM {view}.region AS r WHERE r.region = f.region AND r.placed_source = f.source AND r.placed_id = f.id)
    UNION
    -- A second end.
    SELECT f.source, f.id, 'REGION_CONTRADICTED'
    FROM {view}.reform AS f
    WHERE
        f.ends AND EXISTS (SELECT FROM {view}.region AS r WHERE r.region = f.region)
        AND EXISTS (SELECT FROM {view}.reform AS o WHERE o.region = f.region AND o.ends AND (o.source, o.id) <> (f.source, f.id))
        AND NOT EXISTS (
            SELECT
            FROM {view}.began(f.region) AS b
            CROSS JOIN LATERAL {view}.ending(f.region, b.since) AS e
            WHERE e.source = f.source AND e.id = f.id
        )
    UNION
    SELECT f.source, f.id, 'REFORMED_UNKNOWN'
    FROM {view}.reform AS f
    WHERE NOT EXISTS (SELECT FROM {view}.region AS r WHERE r.region = f.region)
    UNION
    SELECT r.placed_source, r.placed_id, 'PARENT_UNKNOWN'
    FROM {view}.region AS r
    WHERE r.parent <> '00' AND NOT EXISTS (SELECT FROM {view}.region AS o WHERE o.region = r.parent)
)

SELECT e.family, e.part, e.off, f.code
FROM fact AS f
INNER JOIN core.event AS e
    ON encode(substr(sha256(convert_to(f.source || E'\n' || f.id, 'UTF8')), 1, 16), 'hex')::uuid = e.ident AND e.status = 'accepted'
$$;
