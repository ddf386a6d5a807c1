-- Which of the fold's temporary tables have pages, and how many octets of them.
SELECT t.name, t.size
FROM (
    SELECT u.name, pg_relation_size(u.id) AS size
    FROM unnest({tables}::text[], {tables}::regclass[]) AS u (name, id)
    OFFSET 0
) AS t
WHERE t.size > 0
