-- Roles of the hub. `hub_reader` is a group: readers' own roles belong to it. The others are the parts of the hub, each with a role of its
-- own, which can sign in only once the hub has given it a password: the gate, the projection worker (`hub_worker`, owner of the views and of
-- the schema `api`'s functions and views), the archive, the judge of the feeds, the watch of deadlines, the HTTP surface, whoever watches. Roles belong to
-- the whole server, so another database may have made them already, or be making them now.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['hub_reader', 'hub_gate', 'hub_worker', 'hub_archive', 'hub_feeds', 'hub_deadlines', 'hub_http', 'hub_watch'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_roles AS r WHERE r.rolname = wanted) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION', wanted);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
    -- Rows come into the index by COPY, which row-level security does not let pass; the worker's policies let it see and write every row anyway.
    IF EXISTS (SELECT 1 FROM pg_roles AS r WHERE r.rolname = 'hub_worker' AND NOT r.rolbypassrls) THEN
        ALTER ROLE hub_worker BYPASSRLS;
    END IF;
    IF NOT pg_has_role(current_user, 'hub_worker', 'USAGE') THEN
        EXECUTE format('GRANT hub_worker TO %I', current_user);
    END IF;
    IF NOT pg_has_role('hub_http', 'hub_reader', 'USAGE') THEN
        GRANT hub_reader TO hub_http WITH INHERIT TRUE, SET FALSE;
    END IF;
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA core, auth, api TO hub_reader;
