-- Group roles, which nobody signs in as: `hub_reader` may ask, `hub_worker` may fold. Roles belong to the whole server, so another
-- database may have made them already, or be making them now.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['hub_reader', 'hub_worker'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_roles AS r WHERE r.rolname = wanted) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', wanted);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
    IF NOT pg_has_role(current_user, 'hub_worker', 'USAGE') THEN
        EXECUTE format('GRANT hub_worker TO %I', current_user);
    END IF;
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA core, auth, api TO hub_reader;
GRANT USAGE, CREATE ON SCHEMA core, api TO hub_worker;
GRANT USAGE ON SCHEMA auth TO hub_worker;
