SELECT DISTINCT ON (s.object)
    s.object AS person, s.data ->> 'name' AS name, s.data ->> 'cert_no' AS cert_no
FROM touched_person AS t
INNER JOIN {view}.statement AS s ON t.person = s.object
WHERE s.type = 'cn.npc.deputy.registered.v1' AND s.known_to IS NULL
ORDER BY s.object, s.time, s.source, s.id
