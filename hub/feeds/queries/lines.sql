-- What was known of the ancestors of a region, from which fact on.
SELECT l.fact, l.line FROM core.feed_line AS l WHERE l.region = %(region)s ORDER BY l.fact
