-- How far the index and the live version of the views have come: version (null for the index), family, partition, next offset.
-- A version that was switched off stands still on purpose.
SELECT NULL AS version, family, part, off FROM core.position
UNION ALL
SELECT p.version, p.family, p.part, p.off
FROM core.view_position AS p
INNER JOIN core.view_version AS v ON p.version = v.version
WHERE v.live
