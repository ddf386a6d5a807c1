-- The regions whose feeds have something new in spans of the other families than reference.
SELECT DISTINCT r.region
FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(first)s::bigint[], %(next)s::bigint[]) AS s (family, part, first, next)
INNER JOIN core.feed AS f ON s.family = f.family AND s.part = f.part AND s.first <= f.off AND s.next > f.off
INNER JOIN core.feed_place AS p ON f.place = p.place
CROSS JOIN LATERAL unnest(p.regions) AS r (region)
