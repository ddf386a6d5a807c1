-- The facts of a day that give codes their names and parents: of several about one the smallest, which holds.
SELECT DISTINCT ON (f.region, f.member) f.region, f.member, f.source, f.id
FROM (
    SELECT r.region, CASE r.kind WHEN 'renamed' THEN 'name' ELSE 'parent' END AS member, r.time, r.source, r.id
    FROM {view}.reform AS r
    WHERE r.region = ANY(%(codes)s) AND r.kind IN ('renamed', 'moved') AND NOT r.ends AND r.since = %(day)s
    UNION ALL
    SELECT b.region, m.member, b.time, b.source, b.id
    FROM {view}.region AS b
    CROSS JOIN (VALUES ('name'), ('parent')) AS m (member)
    WHERE
        b.region = ANY(%(codes)s) AND b.was IS NULL AND b.valid_from = %(day)s
        AND NOT EXISTS (
            SELECT FROM {view}.region AS e WHERE e.region = b.region AND e.source = b.source AND e.id = b.id AND e.valid_from < b.valid_from
        )
) AS f
ORDER BY f.region, f.member, f.time, f.source, f.id
