-- Where the version stands and where the index stands in this snapshot.
SELECT p.family, p.part, coalesce(v.off, 0) AS folded, p.off AS appended
FROM core.position AS p
LEFT JOIN core.view_position AS v ON v.version = %(version)s AND p.family = v.family AND p.part = v.part
WHERE p.family < %(families)s AND p.off > coalesce(v.off, 0)
ORDER BY p.family, p.part
