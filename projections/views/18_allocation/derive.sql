SELECT DISTINCT ON (s.object) s.object, s.data ->> 'region' AS region, s.time, s.source, s.id
FROM touched_allocation AS t
INNER JOIN {view}.statement AS s ON t.object = s.object
WHERE s.type = 'cn.npc.object.allocated.v1' AND s.known_to IS NULL
ORDER BY s.object, s.time DESC, s.source DESC, s.id DESC
