-- Contributions fanned out over the cells of their leaf, summed and added; sums that all reach 0 are none.
-- Nobody else writes here while the fold lock is held, so what is not found is put in without looking twice.
MERGE INTO {view}.tally AS t
USING (
    SELECT
        u.cell, d.day, d.rday,
        core.total(d.n1) AS n1, core.total(d.n2) AS n2, core.total(d.n3) AS n3, core.total(d.n4) AS n4, core.total(d.n5) AS n5, core.total(d.n6) AS n6, core.total(d.n7) AS n7, core.total(d.n8) AS n8
    FROM delta AS d
    INNER JOIN {view}.leaf AS l
        ON
            d.chain = l.chain AND d.family = l.family AND d.kind = l.kind AND d.category = l.category
            AND d.department = l.department AND d.role = l.role AND d.grade = l.grade AND d.level = l.level
    CROSS JOIN LATERAL unnest(l.cells) AS u (cell)
    GROUP BY u.cell, d.day, d.rday
    -- In the order of the key: neighbours go to one page of its index.
    ORDER BY u.cell, d.day, d.rday
) AS f
ON t.cell = f.cell AND t.day = f.day AND t.rday = f.rday
WHEN MATCHED AND ROW(t.n1 + f.n1, t.n2 + f.n2, t.n3 + f.n3, t.n4 + f.n4, t.n5 + f.n5, t.n6 + f.n6, t.n7 + f.n7, t.n8 + f.n8) = ROW(0, 0, 0, 0, 0, 0, 0, 0)
    THEN DELETE
WHEN MATCHED THEN UPDATE SET
    n1 = t.n1 + f.n1, n2 = t.n2 + f.n2, n3 = t.n3 + f.n3, n4 = t.n4 + f.n4, n5 = t.n5 + f.n5, n6 = t.n6 + f.n6, n7 = t.n7 + f.n7, n8 = t.n8 + f.n8
WHEN NOT MATCHED AND ROW(f.n1, f.n2, f.n3, f.n4, f.n5, f.n6, f.n7, f.n8) <> ROW(0, 0, 0, 0, 0, 0, 0, 0)
    THEN INSERT (cell, day, rday, n1, n2, n3, n4, n5, n6, n7, n8) VALUES (f.cell, f.day, f.rday, f.n1, f.n2, f.n3, f.n4, f.n5, f.n6, f.n7, f.n8)
