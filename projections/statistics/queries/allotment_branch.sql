SELECT '{table}', rtrim(concat_ws(' ', {key})), r.chain[1], a.region
FROM {view}.allocation AS a
INNER JOIN {view}.{table} AS r ON {allotted}
WHERE r.known_to IS NULL AND r.day IS NOT NULL
