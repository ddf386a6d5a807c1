-- Matters that lie in the subtree of a region, by id, as far as the role of the session may see them. `places`: every region that ever was
-- in it, to find them by; null where that is no shorter than looking at all.
SELECT
    m.matter AS id, m.members, m.origin, m.kind, m.category, m.title, m.day,
    m.counting @> %(today)s::date AS counting, m.replied @> %(today)s::date AS replied,
    m.completed @> %(today)s::date AS completed, m.implemented @> %(today)s::date AS implemented,
    cardinality(m.disputes) AS disputed, m.anomalies
FROM {view}.matter AS m
WHERE
    m.known_to IS NULL AND (%(places)s::text[] IS NULL OR m.chain[1] = ANY(%(places)s::text[])) AND m.chain @> ARRAY[%(region)s::text] AND m.matter > %(after)s
    AND (NOT %(anomalous)s OR m.anomalies <> '{}')
ORDER BY m.matter
LIMIT %(limit)s
