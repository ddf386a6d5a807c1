-- A deputy is there from the day on which a mandate starts to the day before it ends, save while it is suspended; of merged records the one that is kept.
SELECT coalesce(l.person, r.person) AS key, r.chain, r.level, '' AS kind, lower(d.days) AS first, upper(d.days) - 1 AS last, NULL AS thing, NULL AS congress
FROM {view}.mandate AS r
LEFT JOIN {view}.alias AS l ON r.person = l.alias AND l.known_from <= known AND (l.known_to IS NULL OR l.known_to > known)
CROSS JOIN LATERAL unnest(r.held) AS d (days)
WHERE r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known) AND r.day IS NOT NULL AND r.chain && asked
