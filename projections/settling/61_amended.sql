-- The events, whole and as known now, that corrections change by which they may contradict themselves.
SELECT
    jsonb_build_object(
        'id', f.id, 'source', f.source, 'type', f.type, 'subject', f.object,
        'time', to_char(f.time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'unit', f.unit, 'level', f.level, 'region', f.region, 'data', f.data
    )::text AS event,
    f.ident::text AS ident
FROM (
    SELECT DISTINCT k.target
    FROM suspect AS s
    INNER JOIN content AS k ON s.ident = k.ident
) AS t
INNER JOIN fresh_settled AS f ON t.target = f.ident
WHERE f.known_to IS NULL
