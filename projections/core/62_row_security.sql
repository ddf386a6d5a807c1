-- Row-level security of the tables that outlive every version of the views: forced, so that the owner is held by it too. The worker writes;
-- the other parts that read them read them whole; a reader sees nothing of them unless a policy of its own says so (67_readers.sql).
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['core.event', 'core.event_plain', 'core.event_other', 'core.quarantine', 'core.told'] LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', wanted);
        EXECUTE format('DROP POLICY IF EXISTS worker ON %s', wanted);
        EXECUTE format('CREATE POLICY worker ON %s TO hub_worker USING (TRUE) WITH CHECK (TRUE)', wanted);
        EXECUTE format('DROP POLICY IF EXISTS part ON %s', wanted);
        EXECUTE format('CREATE POLICY part ON %s FOR SELECT TO hub_feeds, hub_http, hub_watch USING (TRUE)', wanted);
    END LOOP;
    DROP POLICY IF EXISTS deadlines ON core.told;
    CREATE POLICY deadlines ON core.told TO hub_deadlines USING (TRUE) WITH CHECK (TRUE);
END
$$;
