-- What the index holds and the feeds have not judged yet, a row per ledger partition.
SELECT p.family, p.part, coalesce(f.off, 0), p.off
FROM core.position AS p
LEFT JOIN core.feed_position AS f ON p.family = f.family AND p.part = f.part
WHERE p.family < %(families)s AND p.off > coalesce(f.off, 0)
ORDER BY p.family, p.part
