-- The next offset of each ledger partition that the live views have folded, and when the newest record before it was written; of what was
-- recorded up to an instant. The owner's, because whoever reads a figure is told on how much it rests.
CREATE FUNCTION {view}.stat_position(until timestamptz DEFAULT 'infinity')
RETURNS TABLE (family smallint, part smallint, off bigint, recorded timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT p.family, p.part, c.off, c.recorded
FROM core.view_position AS p
INNER JOIN core.view_version AS v ON p.version = v.version
CROSS JOIN LATERAL {view}.stat_cut(p.family, p.part, p.off, until) AS c
WHERE v.live AND c.off > 0
ORDER BY p.family, p.part
$$;
