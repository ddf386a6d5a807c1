-- Which of the fold's temporary tables have pages, and how many octets of them.
SELECT t.name, pg_relation_size(t.id)
FROM (SELECT u.name, u.name::regclass AS id FROM unnest({tables}::text[]) AS u (name)) AS t
WHERE pg_relation_size(t.id) > 0
