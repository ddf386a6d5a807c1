-- The next offset of each ledger partition that the live views have folded, and when the newest record before it was written.
-- The owner's, because whoever reads a figure is told on how much it rests.
CREATE FUNCTION {view}.stat_position()
RETURNS TABLE (family smallint, part smallint, off bigint, recorded timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT
    p.family,
    p.part,
    p.off,
    (
        SELECT e.recorded
        FROM core.event AS e
        WHERE e.family = p.family AND e.part = p.part AND e.off < p.off
        ORDER BY e.off DESC
        LIMIT 1
    ) AS recorded
FROM core.view_position AS p
INNER JOIN core.view_version AS v ON p.version = v.version
WHERE v.live
ORDER BY p.family, p.part
$$;
