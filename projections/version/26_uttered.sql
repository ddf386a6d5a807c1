-- What is asked of the ledger index to learn when a source was last heard.
CREATE VIEW {view}.uttered AS SELECT source, day, rday, newest FROM core.event;
-- Besides, of a moment within a day, what was heard of each on that day before it: nothing here, where nothing is cut within a day.
CREATE VIEW {view}.spoke AS SELECT NULL::text AS source, NULL::date AS day WHERE FALSE;
