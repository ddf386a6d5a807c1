-- Where an object was allocated is seen by whoever sees the object.
ALTER TABLE {view}.allocation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS worker ON {view}.allocation;
CREATE POLICY worker ON {view}.allocation TO hub_worker USING (TRUE) WITH CHECK (TRUE);
DROP POLICY IF EXISTS reader ON {view}.allocation;
CREATE POLICY reader ON {view}.allocation FOR SELECT TO hub_reader
USING (
    EXISTS (SELECT 1 FROM {view}.suggestion AS s WHERE s.suggestion = allocation.object)
    OR EXISTS (SELECT 1 FROM {view}.activity AS a WHERE a.activity = allocation.object)
    OR EXISTS (SELECT 1 FROM {view}.opinion AS o WHERE o.opinion = allocation.object)
);
GRANT SELECT ON {view}.allocation TO hub_reader;
