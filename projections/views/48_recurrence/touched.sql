-- Suggestions that say it and changed, and whatever is of one matter with them; members that say it of matters of several that changed.
SELECT c.suggestion FROM changed_suggestion AS c WHERE c.recurs IS NOT NULL
UNION ALL
SELECT n.suggestion
FROM (SELECT array_agg(DISTINCT c.suggestion) AS suggestions FROM changed_suggestion AS c WHERE c.recurs IS NOT NULL) AS k
CROSS JOIN LATERAL {view}.connected(k.suggestions) AS n
WHERE k.suggestions IS NOT NULL
UNION ALL
SELECT u.suggestion
FROM changed_matter AS c
CROSS JOIN unnest(c.members) AS u (suggestion)
CROSS JOIN LATERAL (SELECT FROM {view}.suggestion AS s WHERE u.suggestion = s.suggestion AND s.recurs IS NOT NULL LIMIT 1) AS s
WHERE cardinality(c.members) > 1
