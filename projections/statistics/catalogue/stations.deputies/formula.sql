SELECT count(DISTINCT coalesce(l.person, m.person, '?' || o.mandate))
FROM {view}.roster AS r
INNER JOIN {view}.station AS s ON r.station = s.station AND s.known_to IS NULL
CROSS JOIN LATERAL unnest(r.mandates) AS o (mandate)
LEFT JOIN {view}.mandate AS m ON o.mandate = m.mandate AND m.known_to IS NULL AND m.day IS NOT NULL
LEFT JOIN {view}.alias AS l ON m.person = l.alias AND l.known_to IS NULL
WHERE
    r.known_to IS NULL AND s.chain @> ARRAY[:region] AND {view}.days_open(s.steps) @> :as_of
    AND r.day <= :as_of AND (r.ended IS NULL OR r.ended > :as_of)
    AND (m.day IS NULL OR m.held @> :as_of)
