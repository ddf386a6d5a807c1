SELECT c.object AS person FROM changed AS c WHERE c.type = 'cn.npc.deputy.merged.v1'
UNION ALL
SELECT m.person
FROM changed_ancestry AS c
INNER JOIN {view}.person_merger AS m ON c.region = m.region
