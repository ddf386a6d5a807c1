-- The ancestors of a region as known last.
SELECT l.line FROM core.feed_line AS l WHERE l.region = %(region)s ORDER BY l.fact DESC LIMIT 1
