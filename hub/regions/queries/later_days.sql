-- What the administrator said of codes of these provinces that was to hold from after a day, as it was said first, and to which days that was moved;
-- `time` in ms, of an amendment. A fact that was moved leaves the day of its edition one.
SELECT e.object AS region, split_part(e.type, '.', 4) AS kind, (e.data ->> 'valid_from')::date AS day, e.id, NULL AS of, NULL::bigint AS time
FROM (SELECT r.region FROM {view}.region AS r UNION SELECT f.region FROM {view}.reform AS f) AS r
INNER JOIN core.event AS e ON r.region = e.object
WHERE
    left(r.region, 2) = ANY(%(provinces)s) AND e.type LIKE 'cn.npc.region.%%' AND e.source = '//00/hub' AND e.status = 'accepted'
    AND (e.data ->> 'valid_from')::date > %(day)s AND coalesce(jsonb_array_length(e.data -> 'successors'), 0) = 0
UNION ALL
SELECT e.object, 'corrected', (e.data #>> '{fields,valid_from}')::date, e.id, e.data #>> '{corrects,id}', (extract(EPOCH FROM e.time) * 1000)::bigint
FROM core.event AS e
WHERE
    NOT e.plain AND e.type = 'cn.npc.reference.corrected.v1' AND e.source = '//00/hub' AND left(e.object, 2) = ANY(%(provinces)s)
    AND (e.data #>> '{fields,valid_from}')::date > %(day)s
