SELECT '{table}' AS kind, concat_ws(' ', {key}) AS object, coalesce(r.chain, r.seen) AS chain, r.day, d.code
FROM {view}.{table} AS r
CROSS JOIN unnest(r.anomalies) AS d (code)
WHERE r.known_to IS NULL AND r.anomalies <> '{}'
