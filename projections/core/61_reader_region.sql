-- The region of the reader whose database role asks: null for any other role, which then sees no row. A reader sees its own entry only.
GRANT SELECT (role, region, revoked) ON auth.reader TO hub_reader;
ALTER TABLE auth.reader ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS own ON auth.reader;
CREATE POLICY own ON auth.reader FOR SELECT TO hub_reader USING (role = current_user);
CREATE OR REPLACE FUNCTION auth.region()
RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (SELECT r.region FROM auth.reader AS r WHERE r.role = current_user AND r.revoked IS NULL);
REVOKE ALL ON FUNCTION auth.region() FROM PUBLIC;
-- The worker's functions may ask it where a reader would be asked about.
GRANT EXECUTE ON FUNCTION auth.region() TO hub_reader, hub_worker;
