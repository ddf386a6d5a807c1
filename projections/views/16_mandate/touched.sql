-- What was said of it, and where its congress lies.
SELECT c.object AS mandate
FROM changed AS c
WHERE
    c.type IN ('cn.npc.mandate.started.v1', 'cn.npc.mandate.ended.v1', 'cn.npc.mandate.suspended.v1', 'cn.npc.mandate.restored.v1')
UNION ALL
SELECT m.mandate
FROM changed_ancestry AS c
INNER JOIN {view}.mandate AS m ON c.region = m.region
