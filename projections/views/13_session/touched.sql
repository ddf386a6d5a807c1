-- What was said of a unit's sessions, and its terms.
SELECT c.object AS unit
FROM changed AS c
WHERE c.type = 'cn.npc.session.held.v1'
UNION ALL
SELECT c.unit FROM changed_term AS c
