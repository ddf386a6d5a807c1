-- A suggestion is under a deadline while the clock of any department that must answer it runs or has run out, answered or not, and it is not
-- returned, a letter or withdrawn; its due day has not come while it is neither due nor unknown.
SELECT r.suggestion AS key, r.day AS entered, r.chain, r.level, r.kind, d.days AS required, d.days - r.due - r.unknown AS met
FROM {view}.deadline AS r
CROSS JOIN LATERAL (
    SELECT s.closed
    FROM {view}.suggestion AS s
    WHERE r.suggestion = s.suggestion AND s.known_from <= known AND (s.known_to IS NULL OR s.known_to > known)
    OFFSET 0
) AS s
CROSS JOIN LATERAL (SELECT coalesce(range_agg(c.days), '{}') - s.closed AS days FROM unnest(r.clocks) AS c) AS d
WHERE r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known) AND r.chain @> ARRAY[asked]
