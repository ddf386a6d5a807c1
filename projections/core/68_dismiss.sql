-- Takes from a reader's role the right to sign in and to see anything, and ends its sessions. The role itself stays: another database of the
-- same server may name it.
CREATE OR REPLACE FUNCTION auth.dismiss(wanted text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF wanted !~ '^reader_[a-z0-9_]{1,56}$' THEN
        RAISE EXCEPTION 'no reader: %', wanted USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('ALTER ROLE %I NOLOGIN PASSWORD NULL', wanted);
    EXECUTE format('REVOKE hub_reader FROM %I', wanted);
    PERFORM pg_terminate_backend(a.pid) FROM pg_stat_activity AS a WHERE a.usename = wanted AND a.datname = current_database();
END
$$;
REVOKE ALL ON FUNCTION auth.dismiss(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.dismiss(text) TO hub_http;
