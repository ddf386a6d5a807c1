-- Where it lies and when it was said to be; where stations were and are.
SELECT c.region FROM changed_ancestry AS c
UNION ALL
SELECT c.object FROM changed AS c WHERE c.type LIKE 'cn.npc.region.%'
UNION ALL
SELECT s.region FROM came_station AS s
UNION ALL
SELECT s.region FROM gone_station AS s
