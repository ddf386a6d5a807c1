-- Where the live views stand: the next offset of each ledger partition, and when the newest record before it was written.
SELECT
    p.family,
    p.part,
    p.off,
    (
        SELECT e.recorded
        FROM core.event AS e
        WHERE e.family = p.family AND e.part = p.part AND e.off < p.off
        ORDER BY e.off DESC
        LIMIT 1
    ) AS recorded
FROM core.view_position AS p
INNER JOIN core.view_version AS v ON p.version = v.version
WHERE v.live
ORDER BY p.family, p.part
