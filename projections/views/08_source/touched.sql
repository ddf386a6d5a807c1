SELECT object FROM changed WHERE type IN ('cn.npc.source.registered.v1', 'cn.npc.source.revoked.v1')
UNION
SELECT s.source
FROM {view}.source AS s
WHERE s.line && (SELECT array_agg(DISTINCT c.object) FROM changed AS c WHERE c.type = 'cn.npc.source.registered.v1')
