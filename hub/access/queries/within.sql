SELECT 1 FROM {view}.ancestry
WHERE
    region = any(%(others)s) AND chain @> ARRAY[%(region)s]
    AND valid_from <= coalesce(%(day)s, current_date) AND valid_to > coalesce(%(day)s, current_date)
LIMIT 1
