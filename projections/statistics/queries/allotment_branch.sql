SELECT '{table}', rtrim(concat_ws(' ', {key})), r.chain[1], a.region
FROM {view}.allocation AS a
INNER JOIN {view}.{table} AS r ON {allotted}
WHERE r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known) AND r.day IS NOT NULL
