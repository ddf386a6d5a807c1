-- Where it lies and when it was said to be; where stations were and are; and what goes on from any of these.
WITH RECURSIVE reach (region) AS (
    SELECT t.region
    FROM (
        SELECT c.region FROM changed_ancestry AS c
        UNION ALL
        SELECT c.object FROM changed AS c WHERE c.type LIKE 'cn.npc.region.%'
        UNION ALL
        SELECT s.region FROM came_station AS s
        UNION ALL
        SELECT s.region FROM gone_station AS s
        UNION ALL
        SELECT s.successor FROM gone_succession AS s
        UNION ALL
        SELECT c.region FROM changed_succession AS c
    ) AS t
    UNION
    SELECT s.successor FROM reach AS r INNER JOIN {view}.succession AS s ON r.region = s.region
)

SELECT r.region FROM reach AS r
