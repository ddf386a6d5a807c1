-- A region and its direct children as valid on a day.
SELECT a.region, a.name, a.kind, a.level, a.congress, a.parent, a.chain, a.valid_from, nullif(a.valid_to, 'infinity') AS valid_to
FROM {view}.ancestry AS a
WHERE (a.region = %(region)s OR a.parent = %(region)s) AND a.valid_from <= %(day)s AND %(day)s < a.valid_to
ORDER BY a.region <> %(region)s, a.region
