-- What was graded; of what has a row suggestions and matters of several of which anything that it shows is not known on the same days as
-- before (a matter of one shows what that says); and what is said by sources that changed, or of what they minted.
SELECT c.object AS suggestion
FROM changed AS c
WHERE c.type IN ('cn.npc.suggestion.reply_evaluated.v1', 'cn.npc.suggestion.promise_evaluated.v1')
UNION ALL
SELECT s.suggestion
FROM (
    SELECT 1 AS sign, c.* FROM came_suggestion AS c
    UNION ALL
    SELECT -1, g.* FROM gone_suggestion AS g
) AS s
-- Few of them have one: a look into the index for each.
CROSS JOIN LATERAL (SELECT FROM {view}.evaluation AS e WHERE s.suggestion = e.suggestion LIMIT 1) AS e
CROSS JOIN LATERAL (VALUES (s.known_from, s.sign), (s.known_to, -s.sign)) AS d (day, sign)
WHERE d.day IS NOT NULL AND EXISTS (SELECT FROM {view}.evaluation)
GROUP BY
    s.suggestion, s.entered, s.closed, s.departments, s.stays, s.judge, s.chain, s.level, s.kind, s.category, s.seen, s.disputes, d.day
HAVING sum(d.sign) <> 0
UNION ALL
SELECT m.suggestion
FROM (
    SELECT 1 AS sign, u.suggestion, c.chain, c.level, c.kind, c.category, c.day, c.seen, c.known_from, c.known_to
    FROM came_matter AS c
    CROSS JOIN unnest(c.members) AS u (suggestion)
    WHERE cardinality(c.members) > 1
    UNION ALL
    SELECT -1, u.suggestion, g.chain, g.level, g.kind, g.category, g.day, g.seen, g.known_from, g.known_to
    FROM gone_matter AS g
    CROSS JOIN unnest(g.members) AS u (suggestion)
    WHERE cardinality(g.members) > 1
) AS m
CROSS JOIN LATERAL (SELECT FROM {view}.evaluation AS e WHERE m.suggestion = e.suggestion LIMIT 1) AS e
CROSS JOIN LATERAL (VALUES (m.known_from, m.sign), (m.known_to, -m.sign)) AS d (day, sign)
WHERE d.day IS NOT NULL AND EXISTS (SELECT FROM {view}.evaluation)
GROUP BY m.suggestion, m.chain, m.level, m.kind, m.category, m.day, m.seen, d.day
HAVING sum(d.sign) <> 0
UNION ALL
SELECT s.suggestion
FROM changed_source AS c
INNER JOIN {view}.suggestion AS s ON s.suggestion > c.source || '/' AND s.suggestion < c.source || '0'
WHERE EXISTS (SELECT FROM changed_source)
UNION ALL
SELECT s.object
FROM changed_source AS c
INNER JOIN {view}.statement AS s ON c.source = s.source
WHERE
    EXISTS (SELECT FROM changed_source) AND NOT starts_with(s.object, s.source || '/')
    AND s.type IN ('cn.npc.suggestion.reply_evaluated.v1', 'cn.npc.suggestion.promise_evaluated.v1')
