-- What readers see of the ledger index and of quarantine: records about their own subtree, and about what arose in it.
DROP POLICY IF EXISTS reader ON core.event;
CREATE POLICY reader ON core.event FOR SELECT TO hub_reader
USING (api.within((SELECT auth.region()), ARRAY[region, origin], day));
DROP POLICY IF EXISTS reader ON core.quarantine;
CREATE POLICY reader ON core.quarantine FOR SELECT TO hub_reader
USING (api.within((SELECT auth.region()), ARRAY[split_part(source, '/', 3), region, origin], (received AT TIME ZONE 'Asia/Shanghai')::date));
GRANT SELECT ON core.event, core.quarantine TO hub_reader;
