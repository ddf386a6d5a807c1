-- What came late into the feed of a region, by the fact that brought it.
SELECT l.fact, l.family, l.part, l.off
FROM core.feed_late AS l
WHERE l.region = %(region)s AND l.fact >= %(first)s AND l.fact < %(next)s
ORDER BY l.fact, l.family, l.part, l.off
