WITH RECURSIVE registration (source, name, region, families, succeeds) AS (
    SELECT DISTINCT ON (s.object)
        s.object, s.data ->> 'name', s.data ->> 'region',
        ARRAY(SELECT jsonb_array_elements_text(s.data -> 'families')), s.data ->> 'succeeds'
    FROM touched_source AS t
    INNER JOIN {view}.statement AS s ON t.source = s.object
    WHERE s.type = 'cn.npc.source.registered.v1' AND s.known_to IS NULL AND s.object <> '//00/hub'
    ORDER BY s.object, s.time, s.source, s.id
),

line (source, at, depth, path) AS (
    SELECT source, succeeds, 1, ARRAY[source] FROM registration
    UNION ALL
    SELECT
        l.source,
        (
            SELECT s.data ->> 'succeeds' FROM {view}.statement AS s
            WHERE s.object = l.at AND s.type = 'cn.npc.source.registered.v1' AND s.known_to IS NULL
            ORDER BY s.time, s.source, s.id
            LIMIT 1
        ),
        l.depth + 1,
        l.path || l.at
    FROM line AS l
    WHERE l.at IS NOT NULL AND NOT l.at = ANY(l.path)
)

SELECT
    r.source, r.name, r.region, r.families, r.succeeds,
    l.path AS line,
    (
        SELECT min(s.time) FROM {view}.statement AS s
        WHERE s.object = r.source AND s.type = 'cn.npc.source.revoked.v1' AND s.known_to IS NULL
    ) AS revoked
FROM registration AS r
-- Its whole line: the longest way.
INNER JOIN (SELECT DISTINCT ON (w.source) w.source, w.path FROM line AS w ORDER BY w.source, w.depth DESC) AS l ON r.source = l.source
UNION ALL
SELECT '//00/hub', NULL, '00', ARRAY['reference', 'activity', 'suggestion'], NULL, ARRAY['//00/hub'], NULL
FROM touched_source
WHERE source = '//00/hub'
