SELECT coalesce(sum(c.n), 0)
FROM {view}.charge('{departments.satisfaction_first}', :region) AS c
WHERE c.day <= :as_of
