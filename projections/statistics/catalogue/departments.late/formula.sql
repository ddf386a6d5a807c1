SELECT coalesce(sum(c.n), 0)
FROM {view}.charge('{departments.late}', :region) AS c
WHERE c.day <= :as_of
