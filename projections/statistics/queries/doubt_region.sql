SELECT 'region', e.object, p.chain, e.day, i.code
FROM {view}.idle_reforms() AS i
INNER JOIN core.event AS e ON i.family = e.family AND i.part = e.part AND i.off = e.off
CROSS JOIN LATERAL {view}.place_on(e.object, e.day) AS p
