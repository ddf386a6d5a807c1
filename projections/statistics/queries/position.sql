-- Where the views stand: the next offset of each ledger partition, and when the newest event folded was recorded.
SELECT p.family, p.part, p.off
FROM core.view_position AS p
INNER JOIN core.view_version AS v ON p.version = v.version
WHERE v.live
ORDER BY p.family, p.part
