-- What readers see of the ledger index and of quarantine: records about their own subtree, about what arose in it, and events that their
-- feed holds.
DROP POLICY IF EXISTS reader ON core.event;
CREATE POLICY reader ON core.event FOR SELECT TO hub_reader
USING (
    api.within((SELECT auth.region()), ARRAY[region, origin], day)
    OR api.fed((SELECT auth.region()), family, part, off)
);
DROP POLICY IF EXISTS reader ON core.quarantine;
CREATE POLICY reader ON core.quarantine FOR SELECT TO hub_reader
USING (api.within((SELECT auth.region()), ARRAY[split_part(source, '/', 3), region, origin], core.beijing_day(received)));
GRANT SELECT ON core.event, core.quarantine TO hub_reader;
ALTER VIEW core.quarantine_item SET (security_invoker = TRUE);
GRANT SELECT ON core.quarantine_item TO hub_reader;
GRANT SELECT ON core.view_version, core.view_position TO hub_reader;
