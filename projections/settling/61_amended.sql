-- The events that corrections change, whole, as known now.
SELECT
    jsonb_build_object(
        'id', f.id, 'source', f.source, 'type', f.type, 'subject', f.object,
        'time', to_char(f.time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'unit', f.unit, 'level', f.level, 'region', f.region, 'data', f.data
    )::text AS event,
    f.ident::text AS ident
FROM fresh_settled AS f
WHERE
    f.known_to IS NULL AND f.type = ANY ({may_contradict})
    AND EXISTS (SELECT FROM patch AS p INNER JOIN content AS k ON p.ident = k.ident WHERE k.target = f.ident)
