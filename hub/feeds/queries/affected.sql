-- The places that a fact about these keys may change, with the days of the events that lie there.
SELECT p.leaves, p.regions, p.place, array_agg(DISTINCT e.day - DATE '1970-01-01')
FROM core.feed_place AS p
INNER JOIN core.feed AS f ON p.place = f.place
INNER JOIN core.event AS e ON f.family = e.family AND f.part = e.part AND f.off = e.off
WHERE p.leaves && %(keys)s::text[] OR p.regions && %(codes)s::text[]
GROUP BY p.place
