-- What the rows that came contribute, less what those contributed that went: from the day they were known, and back on the day they were not.
INSERT INTO delta (family, chain, level, kind, category, department, role, grade, day, rday, n1, n2, n3, n4, n5, n6, n7, n8)
SELECT
    m.family, c.chain, coalesce(c.level, ''), coalesce(c.kind, ''), coalesce(c.category, ''), coalesce(c.department, ''),
    coalesce(c.role, ''), coalesce(c.grade, ''), c.day, d.rday,
    core.total(c.n * d.sign) FILTER (WHERE m.slot = 1),
    core.total(c.n * d.sign) FILTER (WHERE m.slot = 2),
    core.total(c.n * d.sign) FILTER (WHERE m.slot = 3),
    core.total(c.n * d.sign) FILTER (WHERE m.slot = 4),
    core.total(c.n * d.sign) FILTER (WHERE m.slot = 5),
    core.total(c.n * d.sign) FILTER (WHERE m.slot = 6),
    core.total(c.n * d.sign) FILTER (WHERE m.slot = 7),
    core.total(c.n * d.sign) FILTER (WHERE m.slot = 8)
FROM (
    SELECT 1 AS sign, {columns} FROM came_{name}
    UNION ALL
    SELECT -1 AS sign, {columns} FROM gone_{name}
) AS r
CROSS JOIN LATERAL {view}.{name}_cells(ROW({columns_r})::{view}.{name}) AS c
-- A measure that no view declares has no family, and a delta must have one.
LEFT JOIN {view}.measure AS m ON c.measure = m.measure
CROSS JOIN LATERAL (
    SELECT r.known_from AS rday, r.sign
    UNION ALL
    SELECT r.known_to AS rday, -r.sign AS sign WHERE r.known_to IS NOT NULL
) AS d
WHERE c.n <> 0 AND c.day IS NOT NULL AND c.chain IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
