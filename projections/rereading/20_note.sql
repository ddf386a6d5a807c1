-- Those of the records that are events now, for whoever has passed them.
INSERT INTO core.reread (family, part, off)
SELECT e.family, e.part, e.off
FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(off)s::bigint[]) AS r (family, part, off)
INNER JOIN core.event AS e ON r.family = e.family AND r.part = e.part AND r.off = e.off
ON CONFLICT DO NOTHING
RETURNING family, part, off
