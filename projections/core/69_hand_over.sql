-- What an earlier release, or the owner's own hand, made of the views is the worker's from now on; roles of readers known before may be taken
-- on by the HTTP surface. Nothing is done where nothing is owed.
DO $$
DECLARE
    statement text;
BEGIN
    FOR statement IN
        SELECT format('ALTER SCHEMA %I OWNER TO hub_worker', n.nspname)
        FROM pg_namespace AS n
        WHERE n.nspname ~ '^view_[0-9]+$' AND n.nspowner <> 'hub_worker'::regrole
        UNION ALL
        SELECT format('ALTER TABLE %s OWNER TO hub_worker', c.oid::regclass)
        FROM pg_class AS c
        WHERE
            c.relnamespace::regnamespace::text ~ '^(view_[0-9]+|api)$' AND c.relowner <> 'hub_worker'::regrole AND c.relkind IN ('r', 'v')
        UNION ALL
        SELECT format('ALTER ROUTINE %s OWNER TO hub_worker', p.oid::regprocedure)
        FROM pg_proc AS p
        WHERE p.pronamespace::regnamespace::text ~ '^(view_[0-9]+|api)$' AND p.proowner <> 'hub_worker'::regrole
        UNION ALL
        SELECT format('ALTER TYPE %s OWNER TO hub_worker', t.oid::regtype)
        FROM pg_type AS t
        LEFT JOIN pg_class AS c ON t.typrelid = c.oid
        WHERE
            t.typnamespace::regnamespace::text ~ '^view_[0-9]+$' AND t.typowner <> 'hub_worker'::regrole
            AND t.typcategory <> 'A' AND coalesce(c.relkind, 'c') = 'c'
        UNION ALL
        SELECT format('GRANT %I TO hub_http WITH INHERIT FALSE, SET TRUE', k.role)
        FROM auth.reader AS k
        WHERE k.revoked IS NULL AND EXISTS (SELECT 1 FROM pg_roles AS r WHERE r.rolname = k.role) AND NOT pg_has_role('hub_http', k.role, 'SET')
    LOOP
        EXECUTE statement;
    END LOOP;
END
$$;
