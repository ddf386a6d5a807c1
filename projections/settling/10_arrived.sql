-- The records between the version's positions and the index's.
INSERT INTO arrived
SELECT e.family, e.part, e.off, e.ident, e.target
FROM core.position AS p
LEFT JOIN core.view_position AS v ON v.version = %(version)s AND p.family = v.family AND p.part = v.part
INNER JOIN core.event AS e ON p.family = e.family AND p.part = e.part AND e.off >= coalesce(v.off, 0)
WHERE p.off > coalesce(v.off, 0)
