-- What lies below a region is added up there: by month, first over the children of one region and then over those above it; and by day at the top.
-- Nobody else writes here while the fold lock is held, so what is not found is put in without looking twice.
MERGE INTO {view}.rolled AS t
USING (
    SELECT
        u.place, b.facet, b.day, b.rday,
        core.total(b.n1) AS n1, core.total(b.n2) AS n2, core.total(b.n3) AS n3, core.total(b.n4) AS n4,
        core.total(b.n5) AS n5, core.total(b.n6) AS n6, core.total(b.n7) AS n7, core.total(b.n8) AS n8
    FROM (
        SELECT
            d.above, d.facet, date_trunc('month', d.day::timestamp)::date AS day, date_trunc('month', d.rday::timestamp)::date AS rday,
            core.total(d.n1) AS n1, core.total(d.n2) AS n2, core.total(d.n3) AS n3, core.total(d.n4) AS n4,
            core.total(d.n5) AS n5, core.total(d.n6) AS n6, core.total(d.n7) AS n7, core.total(d.n8) AS n8
        FROM delta AS d
        WHERE d.above IS NOT NULL
        GROUP BY 1, 2, 3, 4
    ) AS b
    INNER JOIN {view}.place AS a ON b.above = a.place
    CROSS JOIN LATERAL unnest(a.months) AS u (place)
    GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT
        d.top, d.facet, d.day, d.rday,
        core.total(d.n1), core.total(d.n2), core.total(d.n3), core.total(d.n4), core.total(d.n5), core.total(d.n6), core.total(d.n7), core.total(d.n8)
    FROM delta AS d
    WHERE d.top IS NOT NULL
    GROUP BY 1, 2, 3, 4
    -- In the order of the key: neighbours go to one page of its index.
    ORDER BY 1, 2, 3, 4
) AS f
ON t.place = f.place AND t.facet = f.facet AND t.day = f.day AND t.rday = f.rday
WHEN MATCHED THEN UPDATE SET
    n1 = t.n1 + f.n1, n2 = t.n2 + f.n2, n3 = t.n3 + f.n3, n4 = t.n4 + f.n4, n5 = t.n5 + f.n5, n6 = t.n6 + f.n6, n7 = t.n7 + f.n7, n8 = t.n8 + f.n8
WHEN NOT MATCHED
    THEN INSERT (place, facet, day, rday, n1, n2, n3, n4, n5, n6, n7, n8)
    VALUES (f.place, f.facet, f.day, f.rday, f.n1, f.n2, f.n3, f.n4, f.n5, f.n6, f.n7, f.n8)
