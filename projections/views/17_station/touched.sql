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
