SELECT a.region, m.measure, c.chain, c.level, c.kind, c.category, c.department, c.role, c.grade, u.day, u.n
FROM {view}.allocation AS a
INNER JOIN {view}.{table} AS r ON {allotted}
CROSS JOIN LATERAL {view}.{table}_cells(ROW(r.*)::{view}.{table}) AS c
CROSS JOIN LATERAL unnest(c.days, c.slots, c.amounts) AS u (day, slot, n)
INNER JOIN {view}.measure AS m ON c.family = m.family AND u.slot = m.slot
WHERE r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known) AND r.day IS NOT NULL AND c.chain[1] = r.chain[1] AND u.day IS NOT NULL AND u.n <> 0
