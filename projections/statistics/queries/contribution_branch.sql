-- The row is spelled out: given as a whole, PostgreSQL 18 loses track of it when it unfolds the functions of some tables.
SELECT
    '{table}' AS object, concat_ws(' ', {key}) AS key, r.day AS entered,
    c.measure, c.chain, c.level, c.kind, c.category, c.department, c.role, c.grade, c.day, c.n
FROM {view}.{table} AS r
CROSS JOIN LATERAL {view}.{table}_cells(ROW(r.*)::{view}.{table}) AS c
WHERE '{table}' = ANY (objects) AND r.known_to IS NULL AND r.day IS NOT NULL AND r.seen @> ARRAY[asked]
