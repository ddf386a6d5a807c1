SELECT DISTINCT ON (s.object)
    s.object AS unit,
    s.data ->> 'name' AS name,
    s.data ->> 'kind' AS kind,
    s.data ->> 'level' AS level,
    s.data ->> 'region' AS region,
    s.data ->> 'parent_unit' AS parent_unit,
    coalesce((s.data ->> 'valid_from')::date, s.day) AS valid_from
FROM touched_unit AS t
INNER JOIN {view}.statement AS s ON t.unit = s.object
WHERE s.type = 'cn.npc.unit.registered.v1' AND s.known_to IS NULL
ORDER BY s.object, s.time, s.source, s.id
