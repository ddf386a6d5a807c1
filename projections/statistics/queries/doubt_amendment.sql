SELECT 'amendment', concat_ws(' ', e.object, e.source, e.id), p.chain, e.day, i.code
FROM {view}.idle_amendments() AS i
INNER JOIN core.event AS e ON i.family = e.family AND i.part = e.part AND i.off = e.off
CROSS JOIN LATERAL {view}.place_on(e.region, e.day) AS p
