-- Nobody but the worker makes anything here, not even for the length of a session: what is made could look at rows from inside a query. And
-- nobody but the hub's own roles comes in. The databases that the server brings along are closed too, where the owner may close them: a reader
-- could fill the disk from there. Databases of others are theirs, and are let alone.
DO $$
DECLARE
    open name;
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO hub_reader, hub_gate, hub_worker, hub_archive, hub_feeds, hub_deadlines, hub_http, hub_watch',
        current_database()
    );
    EXECUTE format('GRANT CREATE, TEMPORARY ON DATABASE %I TO hub_worker', current_database());
    FOR open IN
        SELECT d.datname
        FROM pg_database AS d
        WHERE
            d.datname IN ('postgres', 'template1') AND pg_has_role(current_user, d.datdba, 'USAGE')
            AND has_database_privilege('public', d.oid, 'CONNECT, TEMPORARY')
    LOOP
        EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', open);
    END LOOP;
END
$$;
