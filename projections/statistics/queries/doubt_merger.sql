SELECT 'department', r.department, p.chain, r.day, d.code
FROM {view}.merger AS r
-- For those who may read the event.
INNER JOIN core.event AS e ON r.ident = e.ident AND e.status = 'accepted'
CROSS JOIN LATERAL {view}.place_on(e.region, e.day) AS p
CROSS JOIN unnest(r.anomalies) AS d (code)
WHERE r.anomalies <> '{}'
