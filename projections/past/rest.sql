-- Tables of the version that the past has not.
SELECT c.relname
FROM pg_class AS c
WHERE
    c.relnamespace = '{below}'::regnamespace AND c.relkind = 'r'
    AND NOT EXISTS (SELECT FROM pg_class AS p WHERE p.relnamespace = '{schema}'::regnamespace AND p.relname = c.relname)
