-- Contributions summed at the leaf, fanned out over the chain, and added to the cube; cells that reach 0 are no cells.
MERGE INTO {view}.cube AS c
USING (
    SELECT
        l.measure, l.chain[p.i] AS region, coalesce(l.chain[p.i + 1], '') AS parent, p.i = 1 AS own,
        l.level, l.kind, l.category, l.department, l.role, l.grade, l.day, l.rday, sum(l.n)::bigint AS n
    FROM (
        SELECT measure, chain, level, kind, category, department, role, grade, day, rday, sum(n) AS n
        FROM delta
        GROUP BY measure, chain, level, kind, category, department, role, grade, day, rday
        HAVING sum(n) <> 0
    ) AS l
    CROSS JOIN LATERAL generate_series(1, cardinality(l.chain)) AS p (i)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    HAVING sum(l.n) <> 0
) AS d
    ON
        c.region = d.region AND c.measure = d.measure AND c.day = d.day AND c.rday = d.rday
        AND c.kind = d.kind AND c.category = d.category AND c.department = d.department AND c.role = d.role
        AND c.grade = d.grade AND c.level = d.level AND c.parent = d.parent AND c.own = d.own
WHEN MATCHED AND c.n + d.n = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET n = c.n + d.n
WHEN NOT MATCHED THEN INSERT (measure, region, parent, own, level, kind, category, department, role, grade, day, rday, n)
VALUES (d.measure, d.region, d.parent, d.own, d.level, d.kind, d.category, d.department, d.role, d.grade, d.day, d.rday, d.n)
