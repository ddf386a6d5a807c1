-- What was said of it, and what became known of its station and of the mandates in it.
SELECT c.object AS station
FROM changed AS c
WHERE c.type = 'cn.npc.station.roster_changed.v1'
UNION ALL
SELECT r.station
FROM changed_station AS c
INNER JOIN {view}.roster AS r ON c.station = r.station
UNION ALL
SELECT r.station
FROM changed_mandate AS c
INNER JOIN {view}.roster AS r ON r.mandates @> ARRAY[c.mandate]
