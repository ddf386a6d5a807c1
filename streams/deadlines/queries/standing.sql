-- The live version of the views, and how far it has folded the ledger: version, family, partition, next offset.
SELECT v.version, p.family, p.part, coalesce(p.off, 0)
FROM core.view_version AS v
LEFT JOIN core.view_position AS p ON v.version = p.version
WHERE v.live
