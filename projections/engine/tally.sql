-- Contributions fanned out over the cells of their leaf, summed and added; sums that reach 0 are none.
-- Nobody else writes here while the fold lock is held, so what is not found is put in without looking twice.
MERGE INTO {view}.tally AS t
USING (
    SELECT u.cell, d.day, d.rday, sum(d.n)::bigint AS n
    FROM delta AS d
    INNER JOIN {view}.leaf AS l
        ON
            d.chain = l.chain AND d.measure = l.measure AND d.kind = l.kind AND d.category = l.category
            AND d.department = l.department AND d.role = l.role AND d.grade = l.grade AND d.level = l.level
    CROSS JOIN LATERAL unnest(l.cells) AS u (cell)
    GROUP BY u.cell, d.day, d.rday
    HAVING sum(d.n) <> 0
    -- In the order of the key: neighbours go to one page of its index.
    ORDER BY u.cell, d.day, d.rday
) AS f
ON t.cell = f.cell AND t.day = f.day AND t.rday = f.rday
WHEN MATCHED AND t.n + f.n = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET n = t.n + f.n
WHEN NOT MATCHED THEN INSERT (cell, day, rday, n) VALUES (f.cell, f.day, f.rday, f.n)
