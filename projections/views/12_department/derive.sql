SELECT DISTINCT ON (s.object)
    s.object AS department,
    s.data ->> 'name' AS name,
    s.data ->> 'region' AS region,
    s.data ->> 'level' AS level,
    s.data ->> 'parent' AS parent,
    coalesce((s.data ->> 'valid_from')::date, s.day) AS valid_from
FROM touched_department AS t
INNER JOIN {view}.statement AS s ON t.department = s.object
WHERE s.type = 'cn.npc.department.registered.v1' AND s.known_to IS NULL
ORDER BY s.object, s.time, s.source, s.id
