-- Which cells they fan out to is looked up once: one look into the index for each.
INSERT INTO {view}.leaf (chain, family, level, kind, category, department, role, grade, cells)
SELECT
    f.chain, f.family, f.level, f.kind, f.category, f.department, f.role, f.grade,
    ARRAY(
        SELECT (
            SELECT c.cell FROM {view}.cell AS c
            WHERE
                c.region = f.chain[p.i] AND c.family = f.family AND c.kind = f.kind AND c.category = f.category
                AND c.department = f.department AND c.role = f.role AND c.grade = f.grade AND c.level = f.level
                AND c.parent = coalesce(f.chain[p.i + 1], '') AND c.own = (p.i = 1)
        )
        FROM generate_series(1, cardinality(f.chain)) AS p (i)
    )
FROM fresh_leaf AS f
