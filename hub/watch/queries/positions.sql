-- How far the index and every version of the views have come: version (null for the index), family, partition, next offset.
SELECT NULL AS version, family, part, off FROM core.position
UNION ALL
SELECT version, family, part, off FROM core.view_position
