-- Row-level security of every table of a version that says of its rows who may see them, forced upon the owner too; of the others readers
-- get those that hold no records: regions, units, departments, schemes, what may be asked, and the cube (figures are for everybody).
DO $$
DECLARE
    wanted regclass;
BEGIN
    FOR wanted IN
        SELECT c.oid FROM pg_class AS c
        WHERE c.relnamespace = '{view}'::regnamespace AND c.relkind IN ('r', 'v')
    LOOP
        EXECUTE format('GRANT ALL ON %s TO hub_worker', wanted);
        IF EXISTS (SELECT 1 FROM pg_attribute AS a WHERE a.attrelid = wanted AND a.attname = 'seen' AND NOT a.attisdropped) THEN
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', wanted);
            EXECUTE format('DROP POLICY IF EXISTS worker ON %s', wanted);
            EXECUTE format('CREATE POLICY worker ON %s TO hub_worker USING (TRUE) WITH CHECK (TRUE)', wanted);
            EXECUTE format('DROP POLICY IF EXISTS reader ON %s', wanted);
            EXECUTE format('CREATE POLICY reader ON %s FOR SELECT TO hub_reader USING (seen @> ARRAY[(SELECT auth.region())])', wanted);
            EXECUTE format('GRANT SELECT ON %s TO hub_reader', wanted);
        ELSIF wanted::text = ANY (ARRAY[
            '{view}.ancestry', '{view}.reform', '{view}.succession', '{view}.unit', '{view}.department', '{view}.merger', '{view}.class_scheme', '{view}.category_scheme', '{view}.rule',
            '{view}.calendar', '{view}.workday', '{view}.catalogue', '{view}.reason',
            '{view}.measure', '{view}.place', '{view}.facet', '{view}.tally', '{view}.rolled', '{view}.cube', '{view}.monthly'
        ]) THEN
            EXECUTE format('GRANT SELECT ON %s TO hub_reader', wanted);
        END IF;
    END LOOP;
    -- Who watches sees whether there are rules, and which calendars.
    EXECUTE 'GRANT SELECT ON {view}.rule, {view}.calendar TO hub_watch';
    -- Who takes in an edition sees which fact gave a code its name: that one is corrected.
    EXECUTE 'GRANT SELECT ON {view}.region TO hub_http';
    EXECUTE 'GRANT USAGE ON SCHEMA {view} TO hub_reader, hub_deadlines, hub_watch';
    EXECUTE 'GRANT USAGE, CREATE ON SCHEMA {view} TO hub_worker';
END
$$;
