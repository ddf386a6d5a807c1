SELECT coalesce(sum(c.n), 0)
FROM {view}.charge('{departments.on_time}', :region) AS c
WHERE c.day <= :as_of
