-- What was said of it, what became known of its station and of the mandates in it, and where those lie who spoke.
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
UNION ALL
SELECT y.station
FROM {view}.roster AS y
CROSS JOIN LATERAL unnest(y.seen) AS n (region)
INNER JOIN changed_ancestry AS c ON n.region = c.region
WHERE EXISTS (SELECT FROM changed_ancestry)
