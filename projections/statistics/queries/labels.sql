-- Names of regions and departments by code, the newest of each.
SELECT DISTINCT ON (n.code) n.code, n.name
FROM (
    SELECT r.region AS code, r.name, r.valid_from FROM {view}.ancestry AS r WHERE r.region = ANY(%(codes)s)
    UNION ALL
    SELECT d.department, d.name, d.valid_from FROM {view}.department AS d WHERE d.department = ANY(%(codes)s)
) AS n
ORDER BY n.code, n.valid_from DESC
