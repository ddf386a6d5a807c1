-- What was said of it; where the region it arose in lies.
SELECT c.object AS suggestion
FROM changed AS c
WHERE c.type LIKE 'cn.npc.suggestion.%'
UNION ALL
SELECT s.suggestion
FROM changed_ancestry AS c
INNER JOIN {view}.task AS s ON c.region = s.origin
WHERE EXISTS (SELECT FROM changed_ancestry)
