-- The reference facts of a span of offsets, in order.
SELECT
    e.off, e.recorded, e.source, e.id, e.type, e.object, e.region, e.unit,
    e.day - DATE '1970-01-01' AS day, e.data, e.target,
    (extract(EPOCH FROM e.time) * 1000)::bigint AS time, e.raw
FROM core.event AS e
WHERE e.family = 0 AND e.part = 0 AND e.off >= %(first)s AND e.off < %(next)s
ORDER BY e.off
