-- Facts by which codes began on a day.
SELECT b.region, b.source, b.id
FROM {view}.region AS b
WHERE
    b.region = ANY(%(codes)s) AND b.was IS NULL AND b.valid_from = %(day)s
    AND NOT EXISTS (SELECT FROM {view}.region AS e WHERE e.region = b.region AND e.source = b.source AND e.id = b.id AND e.valid_from < b.valid_from)
