SELECT coalesce(sum(c.n), 0)
FROM {view}.charge(:region, NULL, 'infinity') AS c
WHERE c.measure = 'departments.late' AND c.day <= :as_of
