-- What was said of it, where it lies, and whose successor spoke of it.
SELECT c.object AS project
FROM changed AS c
WHERE c.type IN ('cn.npc.project.candidate_listed.v1', 'cn.npc.project.voted.v1')
UNION ALL
SELECT p.project
FROM changed_ancestry AS c
INNER JOIN {view}.project AS p ON c.region = p.region
UNION ALL
SELECT s.object
FROM changed_source AS c
INNER JOIN {view}.statement AS s ON c.source = s.speaker
WHERE
    EXISTS (SELECT FROM changed_source) AND cardinality(c.line) > 1 AND NOT starts_with(s.object, s.speaker || '/')
    AND s.type IN ('cn.npc.project.candidate_listed.v1', 'cn.npc.project.voted.v1')
