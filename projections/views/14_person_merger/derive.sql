SELECT
    s.object AS person, s.data ->> 'into' AS heir, s.time, s.speaker, s.id, s.ident, s.disputed, s.region, p.chain, s.day, s.known_from, s.known_to
FROM touched_person_merger AS t
INNER JOIN {view}.statement AS s ON t.person = s.object
CROSS JOIN LATERAL {view}.place_on(s.region, s.day) AS p
WHERE s.type = 'cn.npc.deputy.merged.v1'
