-- What the ledger says of a source that may speak: it says it first, and has not taken it back.
SELECT registered.data ->> 'region', registered.data -> 'families', registered.data ->> 'name'
FROM core.event AS registered
WHERE
    registered.object = %(source)s AND registered.type = 'cn.npc.source.registered.v1' AND registered.source = '//00/hub'
    AND NOT EXISTS (
        SELECT FROM core.event AS revoked
        WHERE revoked.object = %(source)s AND revoked.type = 'cn.npc.source.revoked.v1' AND revoked.source = '//00/hub'
    )
ORDER BY registered.time, registered.id LIMIT 1
