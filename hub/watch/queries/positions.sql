-- How far the index, every version of the views and the feeds have come: reader, family, partition, next offset.
SELECT 'index' AS reader, family, part, off FROM core.position
UNION ALL
SELECT 'view_' || version, family, part, off FROM core.view_position
UNION ALL
SELECT 'feeds', family, part, off FROM core.feed_position
