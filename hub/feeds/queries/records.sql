-- Records by their places on the ledger.
SELECT e.family, e.part, e.off, e.recorded, coalesce(f.equivocation, FALSE), e.raw, e.type
FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(off)s::bigint[]) AS s (family, part, off)
INNER JOIN core.event AS e ON s.family = e.family AND s.part = e.part AND s.off = e.off
LEFT JOIN core.feed AS f ON s.family = f.family AND s.part = f.part AND s.off = f.off
