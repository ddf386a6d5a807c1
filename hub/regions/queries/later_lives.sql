-- The next time of each code of these provinces that begins after a day: by which fact, and how it is called and where it lies then.
SELECT DISTINCT ON (r.region) r.region, r.source, r.id, r.was, r.valid_from AS day, r.name, r.parent
FROM {view}.region AS r
WHERE
    left(r.region, 2) = ANY(%(provinces)s) AND r.valid_from > %(day)s
    AND NOT EXISTS (SELECT FROM {view}.region AS e WHERE e.region = r.region AND e.source = r.source AND e.id = r.id AND e.valid_from < r.valid_from)
ORDER BY r.region, r.valid_from, r.time, r.source, r.id
