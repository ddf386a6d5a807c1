-- Tables that hold records and on which row-level security is not both enabled and forced.
SELECT format('%I.%I', n.nspname, c.relname)
FROM pg_class AS c
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
WHERE
    c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
    AND (
        n.nspname = 'core' AND c.relname IN ('event', 'event_plain', 'event_other', 'quarantine', 'told')
        OR EXISTS (SELECT 1 FROM core.view_version AS v WHERE v.live AND n.nspname = 'view_' || v.version)
        AND (
            c.relname IN ('person', 'link')
            OR EXISTS (SELECT 1 FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'seen' AND NOT a.attisdropped)
        )
    )
ORDER BY 1
