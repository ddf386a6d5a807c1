SELECT region FROM changed_region
UNION
SELECT a.region
FROM {view}.ancestry AS a
WHERE a.chain && (SELECT array_agg(DISTINCT c.region) FROM changed_region AS c)
