-- What of the ledger index lies before the watch of deadlines and is folded: the next records of each partition, at most so many.
CREATE OR REPLACE FUNCTION {view}.heed_way(most integer) RETURNS TABLE (family smallint, part smallint, first bigint, next bigint)
LANGUAGE sql STABLE
AS $$
SELECT p.family, p.part, coalesce(h.off, 0), least(p.off, i.off, coalesce(h.off, 0) + most)
FROM core.view_position AS p
INNER JOIN core.position AS i ON p.family = i.family AND p.part = i.part
LEFT JOIN core.heed_position AS h ON p.family = h.family AND p.part = h.part
WHERE p.version = substr('{view}', 6)::integer AND coalesce(h.off, 0) < least(p.off, i.off)
$$;
