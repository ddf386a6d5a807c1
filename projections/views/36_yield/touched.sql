-- What was said of it, what became of its activity, whose successor spoke of it, and where those lie who spoke. Where nothing was ever said no activity is looked at.
SELECT c.object AS activity
FROM changed AS c
WHERE c.type = 'cn.npc.activity.yielded.v1'
UNION ALL
SELECT c.activity
FROM changed_activity AS c
WHERE EXISTS (SELECT FROM {view}.yield) AND EXISTS (SELECT FROM {view}.yield AS y WHERE c.activity = y.activity)
UNION ALL
SELECT s.object
FROM changed_source AS c
INNER JOIN {view}.statement AS s ON c.source = s.speaker
WHERE
    EXISTS (SELECT FROM changed_source) AND cardinality(c.line) > 1 AND NOT starts_with(s.object, s.speaker || '/')
    AND s.type = 'cn.npc.activity.yielded.v1'
UNION ALL
SELECT y.activity
FROM {view}.yield AS y
CROSS JOIN LATERAL unnest(y.seen) AS n (region)
INNER JOIN changed_ancestry AS c ON n.region = c.region
WHERE EXISTS (SELECT FROM changed_ancestry)
