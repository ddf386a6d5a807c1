-- What was said of a unit's terms and sessions, and where the unit lies.
SELECT c.object AS unit
FROM changed AS c
WHERE c.type IN ('cn.npc.term.opened.v1', 'cn.npc.session.held.v1')
UNION ALL
SELECT t.unit
FROM changed_unit AS c
INNER JOIN {view}.term AS t ON c.unit = t.unit
UNION ALL
SELECT t.unit
FROM changed_ancestry AS c
INNER JOIN {view}.term AS t ON c.region = t.region
UNION ALL
-- Where somebody lies who spoke of it elsewhere.
SELECT y.unit
FROM {view}.term AS y
CROSS JOIN LATERAL unnest(y.seen) AS n (region)
INNER JOIN changed_ancestry AS c ON n.region = c.region
WHERE EXISTS (SELECT FROM changed_ancestry) AND (y.seen <@ y.chain) IS NOT TRUE
