-- Of every stored row that counts where one that came or went does, less what stands there of the measures of this view.
SELECT r.known_from, r.known_to, 1 AS sign, c.*
FROM {view}.{name} AS r
CROSS JOIN LATERAL {view}.{name}_cells(ROW({columns_r})::{view}.{name}) AS c
WHERE c.chain IN (SELECT l.chain FROM ({contributed}) AS l)
UNION ALL
SELECT
    t.rday, NULL::date, -1, f.family, p.chain, f.level, f.kind, f.category, f.department, f.role, f.grade,
    ARRAY[t.day], ARRAY[m.slot::integer], ARRAY[(ARRAY[t.n1, t.n2, t.n3, t.n4, t.n5, t.n6, t.n7, t.n8])[m.slot]]
FROM {view}.place AS p
INNER JOIN {view}.tally AS t ON p.place = t.place
INNER JOIN {view}.facet AS f ON t.facet = f.facet
INNER JOIN {view}.measure AS m ON f.family = m.family AND m.measure IN ({measures})
WHERE p.chain IN (SELECT l.chain FROM ({contributed}) AS l)
