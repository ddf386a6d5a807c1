-- What was said of it, where those lie who spoke, and whose successor spoke of it.
SELECT c.object AS motion
FROM changed AS c
WHERE c.type = 'cn.npc.motion.submitted.v1'
UNION ALL
SELECT y.motion
FROM {view}.motion AS y
CROSS JOIN LATERAL unnest(y.seen) AS n (region)
INNER JOIN changed_ancestry AS c ON n.region = c.region
WHERE EXISTS (SELECT FROM changed_ancestry)
UNION ALL
SELECT s.object
FROM changed_source AS c
INNER JOIN {view}.statement AS s ON c.source = s.speaker
WHERE
    EXISTS (SELECT FROM changed_source) AND cardinality(c.line) > 1 AND NOT starts_with(s.object, s.speaker || '/')
    AND s.type = 'cn.npc.motion.submitted.v1'
