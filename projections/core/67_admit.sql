-- Gives a reader's role a password, making the role if there is none. The HTTP surface, who registers readers, may call this instead of being
-- allowed to make roles: it can make readers and nothing else. `verifier` is what SCRAM keeps of a password.
CREATE OR REPLACE FUNCTION auth.admit(wanted text, verifier text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    verb text := CASE WHEN EXISTS (SELECT 1 FROM pg_roles AS r WHERE r.rolname = wanted) THEN 'ALTER' ELSE 'CREATE' END;
BEGIN
    IF wanted !~ '^reader_[a-z0-9_]{1,56}$' OR verifier !~ '^SCRAM-SHA-256\$' THEN
        RAISE EXCEPTION 'no reader: %', wanted USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format(
        '%s ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION CONNECTION LIMIT 8 PASSWORD %L', verb, wanted, verifier
    );
    EXECUTE format('ALTER ROLE %I SET default_transaction_read_only TO on', wanted);
    EXECUTE format('ALTER ROLE %I SET statement_timeout TO ''60s''', wanted);
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout TO ''60s''', wanted);
    EXECUTE format('GRANT hub_reader TO %I WITH INHERIT TRUE, SET FALSE', wanted);
    EXECUTE format('GRANT %I TO hub_http WITH INHERIT FALSE, SET TRUE', wanted);
END
$$;
REVOKE ALL ON FUNCTION auth.admit(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.admit(text, text) TO hub_http;
