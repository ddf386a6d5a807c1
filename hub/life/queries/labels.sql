-- Names of regions, units and departments by code, the newest of each.
SELECT DISTINCT ON (n.code) n.code, n.name
FROM (
    SELECT a.region AS code, a.name, a.valid_from FROM {view}.ancestry AS a WHERE a.region = ANY(%(codes)s)
    UNION ALL
    SELECT u.unit, u.name, u.valid_from FROM {view}.unit AS u WHERE u.unit = ANY(%(codes)s)
    UNION ALL
    SELECT d.department, d.name, d.valid_from FROM {view}.department AS d WHERE d.department = ANY(%(codes)s)
) AS n
WHERE n.name IS NOT NULL
ORDER BY n.code, n.valid_from DESC
