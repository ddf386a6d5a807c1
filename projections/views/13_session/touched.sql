-- What was said of a unit's sessions, and its terms.
SELECT c.object AS unit
FROM changed AS c
WHERE c.type = 'cn.npc.session.held.v1'
UNION ALL
SELECT c.unit FROM changed_term AS c
UNION ALL
-- Where somebody lies who spoke of it elsewhere.
SELECT y.unit
FROM {view}.session AS y
CROSS JOIN LATERAL unnest(y.seen) AS n (region)
INNER JOIN changed_ancestry AS c ON n.region = c.region
WHERE EXISTS (SELECT FROM changed_ancestry) AND (y.seen <@ y.chain) IS NOT TRUE
