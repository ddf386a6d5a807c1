SELECT 'link', concat_ws(' ', r.one, r.other), s.chain, s.day, d.code
FROM {view}.link AS r
INNER JOIN {view}.suggestion AS s ON s.suggestion IN (r.one, r.other) AND s.known_to IS NULL AND s.chain IS NOT NULL
CROSS JOIN unnest(r.anomalies) AS d (code)
WHERE r.known_to IS NULL AND r.anomalies <> '{}'
