-- What was said of it, where its congress lies, and, where it names a term, when the next one of its unit begins.
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
FROM (SELECT DISTINCT t.unit, t.term FROM changed_term AS t) AS c
CROSS JOIN LATERAL (SELECT o.mandate FROM {view}.mandate AS o WHERE c.unit = o.unit AND (c.term - 1)::text = o.term OFFSET 0) AS m
UNION ALL
-- Where somebody lies who spoke of it elsewhere.
SELECT y.mandate
FROM {view}.mandate AS y
CROSS JOIN LATERAL unnest(y.seen) AS n (region)
INNER JOIN changed_ancestry AS c ON n.region = c.region
WHERE EXISTS (SELECT FROM changed_ancestry) AND (y.seen <@ y.chain) IS NOT TRUE
