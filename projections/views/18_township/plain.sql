-- Towns and streets of which nothing was ever said but once that they are established, in which there is no station, and into which nothing
-- goes on. What a row means is said in `derive`, which makes the same of these, and makes all others; a test holds one against the other.
SELECT
    a.region,
    a.kind,
    '{}'::datemultirange AS covered,
    a.chain,
    a.level,
    a.valid_from AS day,
    nullif(a.valid_to, 'infinity') AS ended,
    '{}'::uuid [] AS disputes,
    a.chain AS seen,
    '{}'::text [] AS anomalies,
    c.known_from,
    NULL::date AS known_to
FROM (
    SELECT c.object AS region, any_value(c.source) AS source, any_value(c.id) AS id, any_value(c.known_from) AS known_from
    FROM changed AS c
    WHERE c.type LIKE 'cn.npc.region.%' AND NOT EXISTS (SELECT FROM earlier_township AS e WHERE c.object = e.region)
    GROUP BY c.object
    HAVING count(*) = 1 AND bool_and(c.type = 'cn.npc.region.established.v1' AND c.known_to IS NULL)
) AS c
INNER JOIN {view}.ancestry AS a ON c.region = a.region AND a.kind IN ('town', 'township', 'street')
WHERE
    NOT EXISTS (
        SELECT FROM {view}.region AS o
        WHERE c.region = o.region AND (o.source, o.id) IS DISTINCT FROM (c.source, c.id)
    )
    AND NOT EXISTS (SELECT FROM {view}.reform AS r WHERE r.region = c.region)
    AND NOT EXISTS (SELECT FROM {view}.reform AS r WHERE r.new_code = c.region)
    AND NOT EXISTS (SELECT FROM {view}.settled AS s WHERE s.object = c.region)
    AND NOT EXISTS (SELECT FROM {view}.station AS n WHERE n.region = c.region)
    AND NOT EXISTS (SELECT FROM {view}.succession AS s WHERE s.successor = c.region)
