-- What the rows that came contribute, less what those contributed that went: from the day they were known, and back on the day they were not.
INSERT INTO delta (measure, chain, level, kind, category, department, role, grade, day, rday, n)
SELECT
    c.measure, c.chain, coalesce(c.level, ''), coalesce(c.kind, ''), coalesce(c.category, ''), coalesce(c.department, ''),
    coalesce(c.role, ''), coalesce(c.grade, ''), c.day, d.rday, c.n * d.sign
FROM (
    SELECT 1 AS sign, {columns} FROM came_{name}
    UNION ALL
    SELECT -1 AS sign, {columns} FROM gone_{name}
) AS r
CROSS JOIN LATERAL {view}.{name}_cells(ROW({columns_r})::{view}.{name}) AS c
CROSS JOIN LATERAL (
    SELECT r.known_from AS rday, r.sign
    UNION ALL
    SELECT r.known_to AS rday, -r.sign AS sign WHERE r.known_to IS NOT NULL
) AS d
WHERE c.n <> 0 AND c.day IS NOT NULL AND c.chain IS NOT NULL
