-- Facts about codes that the administrator took back, or moved to another day: their ids are used up.
SELECT e.data #>> '{corrects,id}' AS id
FROM core.event AS e
WHERE
    NOT e.plain AND e.source = '//00/hub' AND e.object = ANY(%(codes)s)
    AND (
        e.type = 'cn.npc.reference.retracted.v1'
        OR e.type = 'cn.npc.reference.corrected.v1' AND e.data #>> '{fields,valid_from}' IS NOT NULL
    )
