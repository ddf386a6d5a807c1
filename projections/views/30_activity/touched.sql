-- What was said of it, where its host lies, whose successor spoke of it, and whether its station is known.
SELECT c.object AS activity
FROM changed AS c
WHERE c.type IN ('cn.npc.activity.announced.v1', 'cn.npc.activity.held.v1', 'cn.npc.activity.cancelled.v1')
UNION ALL
SELECT a.activity
FROM changed_unit AS c
INNER JOIN {view}.activity AS a ON c.unit = a.host_unit
UNION ALL
SELECT a.activity
FROM changed_ancestry AS c
INNER JOIN {view}.activity AS a ON c.region = a.region
UNION ALL
SELECT a.activity
FROM changed_unit AS c
INNER JOIN {view}.activity AS a ON a.co_units @> ARRAY[c.unit] AND a.co_units <> '{}'
WHERE EXISTS (SELECT FROM changed_unit)
UNION ALL
-- A closed unit may have acted for any of its region's.
SELECT a.activity
FROM changed_unit AS c
INNER JOIN {view}.activity AS a ON a.places @> ARRAY[c.region]
WHERE EXISTS (SELECT FROM changed_unit) AND c.closed IS NOT NULL
UNION ALL
SELECT a.activity
FROM changed_ancestry AS c
INNER JOIN {view}.activity AS a ON a.places @> ARRAY[c.region] AND cardinality(a.places) > 1
UNION ALL
SELECT s.object
FROM changed_source AS c
INNER JOIN {view}.statement AS s ON c.source = s.speaker
WHERE
    EXISTS (SELECT FROM changed_source) AND cardinality(c.line) > 1 AND NOT starts_with(s.object, s.speaker || '/')
    AND s.type IN ('cn.npc.activity.announced.v1', 'cn.npc.activity.held.v1', 'cn.npc.activity.cancelled.v1')
UNION ALL
SELECT a.activity
FROM changed_station AS c
INNER JOIN {view}.activity AS a ON c.station = a.station
WHERE
    ('STATION_UNKNOWN' = ANY (a.anomalies))
    = EXISTS (SELECT 1 FROM {view}.station AS s WHERE c.station = s.station AND s.known_to IS NULL)
