-- How far the index, the live version of the views, the feeds, who keeps notices and the archive have come: reader, family, partition, next offset.
-- A reader that has taken nothing yet has no row of its own for a partition: it gets one with a null.
SELECT 'index' AS reader, family, part, off FROM core.position
UNION ALL
SELECT 'index', NULL, NULL, NULL
UNION ALL
SELECT 'view_' || v.version, p.family, p.part, p.off
FROM core.view_version AS v
LEFT JOIN core.view_position AS p ON v.version = p.version
WHERE v.live
UNION ALL
SELECT 'feeds', family, part, off FROM core.feed_position
UNION ALL
SELECT 'feeds', NULL, NULL, NULL
UNION ALL
SELECT 'notices', 5, 0, off FROM core.told_position
UNION ALL
SELECT 'archive', family, part, size FROM core.archive_head WHERE family IS NOT NULL
