SELECT
    s.object AS region,
    s.time,
    s.source,
    s.id,
    s.data ->> 'name' AS name,
    s.data ->> 'kind' AS kind,
    CASE WHEN s.data ->> 'kind' NOT IN ('street', 'zone') THEN s.data ->> 'level' END AS congress,
    s.data ->> 'parent' AS parent,
    coalesce((s.data ->> 'valid_from')::date, s.day) AS valid_from,
    coalesce((s.data ->> 'valid_through')::date + 1, 'infinity') AS valid_to
FROM touched_region AS t
INNER JOIN {view}.statement AS s ON t.region = s.object
WHERE s.type = 'cn.npc.region.established.v1' AND s.known_to IS NULL
