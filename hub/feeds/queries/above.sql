-- Facts about ancestors of a region that do not lie under the region itself.
SELECT f.off, p.about, e.day - DATE '1970-01-01'
FROM core.feed_place AS p
INNER JOIN core.feed AS f ON p.place = f.place
INNER JOIN core.event AS e ON f.family = e.family AND f.part = e.part AND f.off = e.off
WHERE
    p.about = ANY(%(ancestors)s) AND NOT p.regions @> ARRAY[%(region)s::text]
    AND f.family = 0 AND f.off < %(next)s
