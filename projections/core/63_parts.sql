-- What each part of the hub may do with the tables that outlive every version, and nothing besides: what an earlier release granted is
-- taken back first. The worker also makes schemas (`view_<n>`), and owns what lies in them; the HTTP surface sees of them what every reader
-- sees (figures, regions, units), and rows of a reader's subtree in that reader's role only.
REVOKE ALL ON ALL TABLES IN SCHEMA core, auth FROM hub_gate, hub_worker, hub_archive, hub_feeds, hub_deadlines, hub_http, hub_watch;
REVOKE ALL ON SCHEMA core, auth, api FROM hub_gate, hub_worker, hub_archive, hub_feeds, hub_deadlines, hub_http, hub_watch;
GRANT USAGE ON SCHEMA core TO hub_gate, hub_worker, hub_archive, hub_feeds, hub_deadlines, hub_http, hub_watch;
-- The gate compares the ledger's ends with the stored positions.
GRANT SELECT ON core.position TO hub_gate;
-- The worker appends and folds; MAINTAIN lets it tell the planner how large the index has become.
GRANT SELECT, INSERT, UPDATE, DELETE ON
core.event, core.event_plain, core.event_other, core.position, core.unreadable, core.reread, core.notice, core.quarantine,
core.view_version, core.view_position, core.reason, core.basis
TO hub_worker;
GRANT MAINTAIN ON core.event, core.event_plain, core.event_other TO hub_worker;
GRANT SELECT ON core.feed, core.feed_place TO hub_worker;
GRANT USAGE, CREATE ON SCHEMA api TO hub_worker;
GRANT USAGE ON SCHEMA auth TO hub_worker;
-- What was told already is left out where the worker's function says what there is to tell.
GRANT SELECT ON core.told TO hub_worker;
-- So are steps of handling, by functions of its own that keep a list of where to look.
GRANT SELECT, INSERT, UPDATE, DELETE ON core.heed, core.heed_position TO hub_worker;
-- The archive keeps the heads that it signed, and takes none back.
GRANT SELECT, INSERT, UPDATE ON core.archive_head TO hub_archive;
-- Beside it, it asks witnesses, and keeps what they cosigned.
GRANT SELECT, UPDATE ON core.witness TO hub_archive;
-- Views of moments past: who asks wants them, the worker makes them, and whoever asks sees which there are.
GRANT SELECT, INSERT, UPDATE, DELETE ON core.past TO hub_worker;
GRANT SELECT, INSERT, UPDATE ON core.past TO hub_http;
GRANT SELECT ON core.past TO hub_reader;
-- The judge of the feeds, which lets the views go first.
GRANT SELECT ON core.event, core.position, core.view_version, core.view_position TO hub_feeds;
GRANT SELECT, UPDATE ON core.reread TO hub_feeds, hub_watch;
GRANT SELECT, INSERT, UPDATE, DELETE ON core.feed_position, core.feed_place, core.feed, core.feed_late, core.feed_line TO hub_feeds;
-- The watch of deadlines: keeps what was told; of the views it may ask what there is to tell (`{view}.to_tell`, `heeded`), and
-- let them go on through the index (`heed`).
GRANT SELECT ON core.view_version, core.view_position TO hub_deadlines;
GRANT SELECT, INSERT ON core.told TO hub_deadlines;
GRANT SELECT, UPDATE ON core.told_position TO hub_deadlines;
GRANT SELECT, UPDATE, DELETE ON core.heed TO hub_deadlines;
-- The HTTP surface: reads what it serves, and keeps tokens and readers.
GRANT SELECT ON
core.event, core.position, core.notice, core.quarantine, core.quarantine_item, core.heard, core.view_version, core.view_position,
core.feed_position, core.feed_place, core.feed, core.feed_late, core.feed_line, core.told, core.told_position, core.archive_head
TO hub_http;
GRANT SELECT, INSERT, UPDATE ON auth.token, auth.reader TO hub_http;
-- It is a witness of others itself, and keeps who is asked and whose logs are cosigned.
GRANT SELECT, INSERT, UPDATE ON core.witness, core.witness_log TO hub_http;
DROP POLICY IF EXISTS office ON auth.reader;
CREATE POLICY office ON auth.reader TO hub_http USING (TRUE) WITH CHECK (TRUE);
-- Who watches counts what was heard.
GRANT SELECT ON
core.event, core.position, core.quarantine, core.quarantine_item, core.view_version, core.view_position, core.feed_position, core.unreadable,
core.told, core.told_position, core.archive_head
TO hub_watch;
GRANT SELECT, INSERT, UPDATE, DELETE ON core.heard, core.heard_position TO hub_watch;
