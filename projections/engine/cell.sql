-- The cells that these fan out to and that were never there.
INSERT INTO {view}.cell (region, family, parent, own, level, kind, category, department, role, grade)
SELECT f.region, f.family, f.parent, f.own, f.level, f.kind, f.category, f.department, f.role, f.grade
FROM (
    SELECT DISTINCT
        l.chain[p.i] AS region, l.family, coalesce(l.chain[p.i + 1], '') AS parent, p.i = 1 AS own,
        l.level, l.kind, l.category, l.department, l.role, l.grade
    FROM fresh_leaf AS l
    CROSS JOIN LATERAL generate_series(1, cardinality(l.chain)) AS p (i)
) AS f
WHERE NOT EXISTS (
    SELECT 1 FROM {view}.cell AS c
    WHERE
        c.region = f.region AND c.family = f.family AND c.kind = f.kind AND c.category = f.category AND c.department = f.department
        AND c.role = f.role AND c.grade = f.grade AND c.level = f.level AND c.parent = f.parent AND c.own = f.own
)
