-- What an id or a legal number (unit/term/session/no) names, as far as the role of the session may see it.
SELECT 'matter' AS kind, m.matter AS id, to_jsonb(m) AS said
FROM {view}.matter AS m
WHERE m.known_to IS NULL AND m.matter = %(asked)s
UNION ALL
SELECT 'matter', m.matter, to_jsonb(m)
FROM {view}.matter AS m
WHERE m.known_to IS NULL AND cardinality(m.members) > 1 AND m.members @> ARRAY[%(asked)s::text] AND m.matter <> %(asked)s
UNION ALL
SELECT 'matter', m.matter, to_jsonb(m)
FROM {view}.number AS n
CROSS JOIN LATERAL unnest(n.suggestions) AS s (suggestion)
INNER JOIN {view}.matter AS m
    ON (m.matter = s.suggestion OR cardinality(m.members) > 1 AND m.members @> ARRAY[s.suggestion]) AND m.known_to IS NULL
WHERE n.number = %(asked)s AND n.known_to IS NULL
UNION ALL
SELECT 'activity', a.activity, to_jsonb(a)
FROM {view}.activity AS a
WHERE a.known_to IS NULL AND a.activity = %(asked)s
UNION ALL
SELECT 'opinion', o.opinion, to_jsonb(o)
FROM {view}.opinion AS o
WHERE o.known_to IS NULL AND o.opinion = %(asked)s
LIMIT 1
