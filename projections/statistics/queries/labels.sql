-- Names of regions and departments by code, the newest of each.
SELECT DISTINCT ON (r.region) r.region, r.name
FROM {view}.ancestry AS r
WHERE r.region = ANY(%(codes)s)
ORDER BY r.region, r.valid_from DESC
