-- Contributions of a kind that was never there.
INSERT INTO fresh_leaf (chain, family, level, kind, category, department, role, grade)
SELECT DISTINCT d.chain, d.family, d.level, d.kind, d.category, d.department, d.role, d.grade
FROM delta AS d
WHERE NOT EXISTS (
    SELECT 1 FROM {view}.leaf AS l
    WHERE
        l.chain = d.chain AND l.family = d.family AND l.kind = d.kind AND l.category = d.category
        AND l.department = d.department AND l.role = d.role AND l.grade = d.grade AND l.level = d.level
)
