-- The quarantine topic, record by record: what the gate did not let pass and what was done with it. (topic, partition, "offset") is the
-- place of the inbox record, `off` that of the record on the quarantine topic.
CREATE TABLE IF NOT EXISTS core.quarantine (
    off bigint PRIMARY KEY,
    recorded timestamptz NOT NULL,
    kind text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    "offset" bigint NOT NULL,
    received timestamptz NOT NULL,
    code text,
    field text,
    expected text,
    got text,
    missing text[] NOT NULL,
    source text,
    id text,
    type text,
    subject text,
    unit text,
    region text,
    origin text,
    actor text,
    note text,
    key bytea,
    value bytea,
    size bigint,
    headers jsonb NOT NULL
);
CREATE INDEX IF NOT EXISTS quarantine_place ON core.quarantine (topic, partition, "offset", off DESC);
CREATE INDEX IF NOT EXISTS quarantine_event ON core.quarantine (source, id);
