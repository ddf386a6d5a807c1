-- Where the version stands and where the index stands in this snapshot.
INSERT INTO moves
SELECT p.family, p.part, coalesce(v.off, 0), p.off
FROM core.position AS p
LEFT JOIN core.view_position AS v ON v.version = {version} AND p.family = v.family AND p.part = v.part
WHERE p.family < {families} AND p.off > coalesce(v.off, 0)
RETURNING appended - folded
