-- The figures of every region by month, read of the fewest rows that hold them; `own` where they arose there.
CREATE VIEW {view}.monthly WITH (security_invoker = TRUE) AS
SELECT s.measure, s.region, s.own, s.level, s.kind, s.category, s.department, s.role, s.grade, s.month, s.n
FROM (
    SELECT
        m.measure, t.region, t.own, f.level, f.kind, f.category, f.department, f.role, f.grade, t.month,
        CASE m.slot WHEN 1 THEN t.n1 WHEN 2 THEN t.n2 WHEN 3 THEN t.n3 WHEN 4 THEN t.n4 WHEN 5 THEN t.n5 WHEN 6 THEN t.n6 WHEN 7 THEN t.n7 WHEN 8 THEN t.n8 END AS n
    FROM (
        SELECT
            c.region, c.own, c.facet, date_trunc('month', c.day::timestamp)::date AS month,
            core.total(c.n1) AS n1, core.total(c.n2) AS n2, core.total(c.n3) AS n3, core.total(c.n4) AS n4,
            core.total(c.n5) AS n5, core.total(c.n6) AS n6, core.total(c.n7) AS n7, core.total(c.n8) AS n8
        FROM (
            SELECT p.region, TRUE AS own, t.* FROM {view}.place AS p INNER JOIN {view}.tally AS t ON p.place = t.place
            UNION ALL
            SELECT p.region, FALSE, r.* FROM {view}.place AS p INNER JOIN {view}.rolled AS r ON p.place = r.place
            UNION ALL
            SELECT p.parent, FALSE, t.* FROM {view}.place AS p INNER JOIN {view}.tally AS t ON p.place = t.place WHERE cardinality(p.chain) = 2
            UNION ALL
            SELECT p.parent, FALSE, r.* FROM {view}.place AS p INNER JOIN {view}.rolled AS r ON p.place = r.place WHERE cardinality(p.chain) = 2
        ) AS c
        GROUP BY 1, 2, 3, 4
    ) AS t
    INNER JOIN {view}.facet AS f ON t.facet = f.facet
    INNER JOIN {view}.measure AS m ON f.family = m.family
) AS s
WHERE s.n <> 0;
