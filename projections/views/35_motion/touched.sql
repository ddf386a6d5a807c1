-- What was said of it, where it lies, and whose successor spoke of it.
SELECT c.object AS motion
FROM changed AS c
WHERE c.type = 'cn.npc.motion.submitted.v1'
UNION ALL
SELECT m.motion
FROM changed_ancestry AS c
INNER JOIN {view}.motion AS m ON c.region = m.region
UNION ALL
SELECT s.object
FROM changed_source AS c
INNER JOIN {view}.statement AS s ON c.source = s.speaker
WHERE
    EXISTS (SELECT FROM changed_source) AND cardinality(c.line) > 1 AND NOT starts_with(s.object, s.speaker || '/')
    AND s.type = 'cn.npc.motion.submitted.v1'
