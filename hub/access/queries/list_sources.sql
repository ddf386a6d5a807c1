-- Sources with a token, what they are registered for, and the day of the latest event heard of each.
SELECT
    token.name AS source, token.region, bool_or(token.revoked IS NULL) AS valid, max(token.made) AS token_made,
    registered.data ->> 'name' AS name, registered.data -> 'families' AS families,
    (SELECT max(event.day) FROM core.event WHERE event.source = token.name AND event.newest) AS last_day
FROM auth.token
LEFT JOIN LATERAL (
    SELECT event.data FROM core.event
    WHERE event.object = token.name AND event.type = 'cn.npc.source.registered.v1'
    ORDER BY event.time, event.source, event.id LIMIT 1
) AS registered ON TRUE
WHERE token.kind = 'source'
GROUP BY token.name, token.region, registered.data
ORDER BY token.name
