-- The region that the facts about an object, or a fact that another corrects, name: that of the latest before an offset.
SELECT coalesce(e.data ->> 'code', e.data ->> 'region')
FROM core.event AS e
WHERE
    e.family = 0 AND e.off < %(off)s
    AND (e.object = %(object)s OR e.ident = %(target)s)
    AND (e.data ? 'region' OR e.type = 'cn.npc.region.established.v1')
ORDER BY e.off DESC
LIMIT 1
