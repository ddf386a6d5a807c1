-- What was said of it, where its congress lies, and, where it names a term, the terms of its unit.
SELECT c.object AS mandate
FROM changed AS c
WHERE
    c.type IN ('cn.npc.mandate.started.v1', 'cn.npc.mandate.ended.v1', 'cn.npc.mandate.suspended.v1', 'cn.npc.mandate.restored.v1')
UNION ALL
SELECT m.mandate
FROM changed_ancestry AS c
INNER JOIN {view}.mandate AS m ON c.region = m.region
UNION ALL
SELECT m.mandate
FROM changed_term AS c
CROSS JOIN LATERAL (SELECT o.mandate FROM {view}.mandate AS o WHERE c.unit = o.unit AND o.term IS NOT NULL OFFSET 0) AS m
