-- Every region that is valid on a day.
SELECT a.region, a.name, a.kind, a.level, a.congress, a.parent
FROM {view}.ancestry AS a
WHERE a.valid_from <= %(day)s AND %(day)s < a.valid_to
ORDER BY a.region
