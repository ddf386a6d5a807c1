-- What was said of it, where it lies, and where its host lies.
SELECT c.object AS station
FROM changed AS c
WHERE c.type IN ('cn.npc.station.opened.v1', 'cn.npc.station.closed.v1', 'cn.npc.station.changed.v1')
UNION ALL
SELECT s.station
FROM changed_unit AS c
INNER JOIN {view}.station AS s ON c.unit = s.host_unit
UNION ALL
SELECT s.station
FROM changed_ancestry AS c
INNER JOIN {view}.station AS s ON c.region = s.region
UNION ALL
-- Where somebody lies who spoke of it elsewhere.
SELECT y.station
FROM {view}.station AS y
CROSS JOIN LATERAL unnest(y.seen) AS n (region)
INNER JOIN changed_ancestry AS c ON n.region = c.region
WHERE EXISTS (SELECT FROM changed_ancestry) AND (y.seen <@ y.chain) IS NOT TRUE
