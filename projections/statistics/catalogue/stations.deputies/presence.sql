-- A deputy is in a station while its roster holds, it is open, and the mandate lasts and is not suspended; one whose mandate is not known stands for itself.
SELECT
    coalesce(l.person, m.person, '?' || o.mandate) AS key, s.chain, coalesce(m.level, s.level) AS level, w.tier AS kind,
    lower(d.days) AS first, upper(d.days) - 1 AS last, NULL AS thing, m.chain[1] AS congress
FROM {view}.roster AS r
INNER JOIN {view}.station AS s
    ON r.station = s.station AND s.known_from <= known AND (s.known_to IS NULL OR s.known_to > known) AND s.day IS NOT NULL
CROSS JOIN LATERAL (
    -- A station is what it was on the day.
    SELECT
        t.tier, {view}.days_open(s.steps) * datemultirange(daterange(r.day, r.ended)) * datemultirange(daterange(t.since, s.tier_days[t.place + 1])) AS days
    FROM unnest(s.tiers, s.tier_days) WITH ORDINALITY AS t (tier, since, place)
) AS w
CROSS JOIN LATERAL unnest(r.mandates) AS o (mandate)
LEFT JOIN {view}.mandate AS m
    ON o.mandate = m.mandate AND m.known_from <= known AND (m.known_to IS NULL OR m.known_to > known) AND m.day IS NOT NULL
LEFT JOIN {view}.alias AS l ON m.person = l.alias AND l.known_from <= known AND (l.known_to IS NULL OR l.known_to > known)
CROSS JOIN LATERAL unnest(CASE WHEN m.day IS NULL THEN w.days ELSE w.days * m.held END) AS d (days)
WHERE r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known) AND s.chain && asked
