-- A part of the key may be empty. The row is spelled out: given as a whole, PostgreSQL 18 loses track of it when it unfolds the functions of some tables.
SELECT
    '{table}' AS object, rtrim(concat_ws(' ', {key})) AS key, r.day AS entered,
    m.measure, c.chain, c.level, c.kind, c.category, c.department, c.role, c.grade, u.day, u.n
FROM {view}.{table} AS r
CROSS JOIN LATERAL {view}.{table}_cells(ROW(r.*)::{view}.{table}) AS c
CROSS JOIN LATERAL unnest(c.days, c.slots, c.amounts) AS u (day, slot, n)
INNER JOIN {view}.measure AS m ON c.family = m.family AND u.slot = m.slot
WHERE
    '{table}' = ANY (objects) AND r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known) AND r.day IS NOT NULL
    AND r.seen && asked
    AND u.day IS NOT NULL AND u.n <> 0
