SELECT split_part(e.type, '.', 3), e.object, p.chain, e.day, i.code
FROM {view}.idle_reforms() AS i
INNER JOIN core.event AS e ON i.family = e.family AND i.part = e.part AND i.off = e.off
CROSS JOIN LATERAL {view}.place_on(
    CASE split_part(e.type, '.', 3)
        WHEN 'region' THEN e.object
        WHEN 'calendar' THEN '00'
        ELSE coalesce(e.data ->> 'region', e.data ->> 'jurisdiction')
    END,
    e.day
) AS p
