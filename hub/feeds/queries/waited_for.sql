-- Whether the live views have more than so many records to fold.
SELECT coalesce(sum(greatest(p.off - coalesce(v.off, 0), 0)) > %(most)s, FALSE)
FROM core.view_version AS w
CROSS JOIN core.position AS p
LEFT JOIN core.view_position AS v ON w.version = v.version AND p.family = v.family AND p.part = v.part
WHERE w.live AND p.family < %(families)s
