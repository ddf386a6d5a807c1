-- A link of two suggestions is seen by whoever sees one of them.
ALTER TABLE {view}.link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS worker ON {view}.link;
CREATE POLICY worker ON {view}.link TO hub_worker USING (TRUE) WITH CHECK (TRUE);
DROP POLICY IF EXISTS reader ON {view}.link;
CREATE POLICY reader ON {view}.link FOR SELECT TO hub_reader
USING (EXISTS (SELECT 1 FROM {view}.suggestion AS s WHERE s.suggestion IN (link.one, link.other)));
GRANT SELECT ON {view}.link TO hub_reader;
