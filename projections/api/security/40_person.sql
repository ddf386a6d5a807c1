-- A deputy is seen by whoever sees a mandate of that person, or of a record merged into that one; the number of the certificate by nobody but the hub.
ALTER TABLE {view}.person ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS worker ON {view}.person;
CREATE POLICY worker ON {view}.person TO hub_worker USING (TRUE) WITH CHECK (TRUE);
DROP POLICY IF EXISTS reader ON {view}.person;
CREATE POLICY reader ON {view}.person FOR SELECT TO hub_reader
USING (
    EXISTS (SELECT 1 FROM {view}.mandate AS m WHERE m.person = person.person)
    OR EXISTS (
        SELECT 1 FROM {view}.alias AS l INNER JOIN {view}.mandate AS m ON l.alias = m.person WHERE l.person = person.person AND l.known_to IS NULL
    )
);
GRANT SELECT (person, name) ON {view}.person TO hub_reader;
