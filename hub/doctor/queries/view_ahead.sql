-- Positions of the live version that lie behind what the index holds.
SELECT w.version, w.family, w.part, w.off, coalesce(p.off, 0) AS index
FROM core.view_position AS w
INNER JOIN core.view_version AS v ON w.version = v.version AND v.live
LEFT JOIN core.position AS p ON w.family = p.family AND w.part = p.part
WHERE w.off > coalesce(p.off, 0)
ORDER BY 1, 2, 3
