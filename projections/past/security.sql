-- Readers see of the past what they see of the version over which it lies: row by row where its tables say who may.
DO $$
DECLARE
    made record;
BEGIN
    FOR made IN
        SELECT c.oid::regclass AS name, c.relkind, regexp_replace(c.relname, '_(came|gone)$', '') AS of
        FROM pg_class AS c WHERE c.relnamespace = '{schema}'::regnamespace AND c.relkind IN ('r', 'v')
    LOOP
        EXECUTE format('GRANT ALL ON %s TO hub_worker', made.name);
        IF to_regclass(format('{below}.%I', made.of)) IS NULL OR NOT has_table_privilege('hub_reader', format('{below}.%I', made.of), 'SELECT') THEN
            CONTINUE;
        END IF;
        IF made.relkind = 'r' AND EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = made.name AND a.attname = 'seen') THEN
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', made.name);
            EXECUTE format('CREATE POLICY worker ON %s TO hub_worker USING (TRUE) WITH CHECK (TRUE)', made.name);
            EXECUTE format('CREATE POLICY reader ON %s FOR SELECT TO hub_reader USING (seen @> ARRAY[(SELECT auth.region())])', made.name);
        ELSIF made.relkind = 'r' AND (SELECT c.relrowsecurity FROM pg_class AS c WHERE c.oid = format('{below}.%I', made.of)::regclass) THEN
            CONTINUE;
        END IF;
        EXECUTE format('GRANT SELECT ON %s TO hub_reader', made.name);
    END LOOP;
    EXECUTE 'GRANT USAGE ON SCHEMA {schema} TO hub_reader, hub_worker';
    GRANT SELECT ON {schema}.catalogue TO hub_reader;
END
$$
