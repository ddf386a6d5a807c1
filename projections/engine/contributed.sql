-- Of every row by itself.
SELECT r.known_from, r.known_to, r.sign, c.*
FROM (
    SELECT 1 AS sign, {columns} FROM came_{name}
    UNION ALL
    SELECT -1 AS sign, {columns} FROM gone_{name}
) AS r
CROSS JOIN LATERAL {view}.{name}_cells(ROW({columns_r})::{view}.{name}) AS c
