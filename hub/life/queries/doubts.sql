-- What dated rules have to say of some suggestions, and what these, an activity or an opinion name that is not known, as far as the role may see it:
-- their own rows say the rest.
SELECT u.code
FROM {view}.deadline AS d
CROSS JOIN unnest(d.anomalies) AS u (code)
WHERE d.suggestion = ANY(%(suggestions)s) AND d.known_to IS NULL
UNION
SELECT u.code
FROM {view}.breach AS b
CROSS JOIN unnest(b.anomalies) AS u (code)
WHERE b.suggestion = ANY(%(suggestions)s) AND b.known_to IS NULL
UNION
SELECT r.code FROM {view}.stray AS r WHERE r.object = ANY(%(objects)s)
