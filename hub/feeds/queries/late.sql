-- Events of a place on certain days come late into the feeds of regions, once.
INSERT INTO core.feed_late (region, fact, family, part, off)
SELECT r.region, %(fact)s, f.family, f.part, f.off
FROM core.feed AS f
INNER JOIN core.event AS e ON f.family = e.family AND f.part = e.part AND f.off = e.off
CROSS JOIN unnest(%(regions)s::text[]) AS r (region)
WHERE f.place = %(place)s AND e.day - DATE '1970-01-01' = ANY(%(days)s::integer[])
ON CONFLICT DO NOTHING
