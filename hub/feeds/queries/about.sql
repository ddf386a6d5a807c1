-- The region that the facts about an object, or a fact that another corrects, name: that of the latest before an offset.
SELECT coalesce(e.data ->> 'code', e.data ->> 'jurisdiction', e.data ->> 'region')
FROM core.event AS e
WHERE
    e.family = 0 AND e.off < %(off)s
    AND (e.object = %(object)s OR e.ident = %(target)s)
    AND e.data ?| ARRAY['code', 'jurisdiction', 'region']
ORDER BY e.off DESC
LIMIT 1
