-- Codes that are heard of for the first time, and of which nothing is said but once that they are established, in one pass over what changed.
-- What a row means is said in `derive`, which makes the same of these, and makes all others; a test holds one against the other.
SELECT
    c.object AS region,
    any_value(c.time) AS time,
    any_value(c.source) AS source,
    any_value(c.id) AS id,
    coalesce(any_value(c.data ->> 'name'), c.object) AS name,
    coalesce(any_value(c.data ->> 'kind'), 'other') AS kind,
    any_value(CASE WHEN c.data ->> 'kind' NOT IN ('street', 'zone') THEN c.data ->> 'level' END) AS congress,
    any_value(c.data ->> 'parent') AS parent,
    NULL AS was,
    NULL AS heir,
    NULL::timestamptz AS heir_time,
    NULL AS heir_source,
    NULL AS heir_id,
    any_value(c.time) AS placed_time,
    any_value(c.source) AS placed_source,
    any_value(c.id) AS placed_id,
    any_value(coalesce((c.data ->> 'valid_from')::date, c.day)) AS valid_from,
    any_value(coalesce((c.data ->> 'valid_through')::date + 1, 'infinity')) AS valid_to
FROM changed AS c
WHERE
    c.type LIKE 'cn.npc.region.%'
    AND NOT EXISTS (SELECT FROM earlier_region AS e WHERE c.object = e.region)
    AND NOT EXISTS (SELECT FROM {view}.reform AS r WHERE r.region = c.object)
    AND NOT EXISTS (SELECT FROM {view}.reform AS r WHERE r.new_code = c.object)
GROUP BY c.object
HAVING count(*) = 1 AND bool_and(c.type = 'cn.npc.region.established.v1' AND c.known_to IS NULL)
