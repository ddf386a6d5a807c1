-- Of each source what is in the index and not yet in the live views: how many records, and when the oldest was recorded. With a limit, so that
-- looking at a hub that is far behind costs no more than the next folds will.
SELECT e.source, count(*) AS records, min(e.recorded) AS oldest
FROM core.view_version AS v
INNER JOIN core.position AS p ON p.family < %(families)s
LEFT JOIN core.view_position AS w ON v.version = w.version AND p.family = w.family AND p.part = w.part
CROSS JOIN LATERAL (
    SELECT c.source, c.recorded
    FROM core.event AS c
    WHERE c.family = p.family AND c.part = p.part AND c.off >= coalesce(w.off, 0) AND c.off < p.off
    ORDER BY c.off
    LIMIT %(most)s
) AS e
WHERE v.live AND p.off > coalesce(w.off, 0)
GROUP BY e.source
