-- What the rows that came contribute, less what those contributed that went: from the day they were known, and back on the day they were not.
INSERT INTO delta (place, facet, chain, words, day, rday, n1, n2, n3, n4, n5, n6, n7, n8)
SELECT
    p.place, f.facet, CASE WHEN p.place IS NULL THEN c.chain END,
    CASE WHEN f.facet IS NULL THEN ARRAY[c.family, c.level, c.kind, c.category, c.department, c.role, c.grade] END, c.day, c.rday,
    core.total(c.n) FILTER (WHERE c.slot = 1),
    core.total(c.n) FILTER (WHERE c.slot = 2),
    core.total(c.n) FILTER (WHERE c.slot = 3),
    core.total(c.n) FILTER (WHERE c.slot = 4),
    core.total(c.n) FILTER (WHERE c.slot = 5),
    core.total(c.n) FILTER (WHERE c.slot = 6),
    core.total(c.n) FILTER (WHERE c.slot = 7),
    core.total(c.n) FILTER (WHERE c.slot = 8)
FROM (
    SELECT
        m.family, m.slot, c.chain, coalesce(c.level, '') AS level, coalesce(c.kind, '') AS kind, coalesce(c.category, '') AS category,
        coalesce(c.department, '') AS department, coalesce(c.role, '') AS role, coalesce(c.grade, '') AS grade, c.day, d.rday, c.n * d.sign AS n
    FROM (
        SELECT 1 AS sign, {columns} FROM came_{name}
        UNION ALL
        SELECT -1 AS sign, {columns} FROM gone_{name}
    ) AS r
    CROSS JOIN LATERAL {view}.{name}_cells(ROW({columns_r})::{view}.{name}) AS c
    -- A measure that no view declares has no family, and a facet must have one.
    LEFT JOIN {view}.measure AS m ON c.measure = m.measure
    CROSS JOIN LATERAL (
        SELECT r.known_from AS rday, r.sign
        UNION ALL
        SELECT r.known_to AS rday, -r.sign AS sign WHERE r.known_to IS NOT NULL
    ) AS d
    WHERE c.n <> 0 AND c.day IS NOT NULL AND c.chain IS NOT NULL
) AS c
LEFT JOIN {view}.place AS p ON c.chain = p.chain
LEFT JOIN {view}.facet AS f
    ON
        c.family = f.family AND c.department = f.department AND c.category = f.category AND c.kind = f.kind
        AND c.role = f.role AND c.grade = f.grade AND c.level = f.level
GROUP BY 1, 2, 3, 4, 5, 6
-- What came as it went is none.
HAVING
    core.total(c.n) FILTER (WHERE c.slot = 1) <> 0
    OR core.total(c.n) FILTER (WHERE c.slot = 2) <> 0
    OR core.total(c.n) FILTER (WHERE c.slot = 3) <> 0
    OR core.total(c.n) FILTER (WHERE c.slot = 4) <> 0
    OR core.total(c.n) FILTER (WHERE c.slot = 5) <> 0
    OR core.total(c.n) FILTER (WHERE c.slot = 6) <> 0
    OR core.total(c.n) FILTER (WHERE c.slot = 7) <> 0
    OR core.total(c.n) FILTER (WHERE c.slot = 8) <> 0
