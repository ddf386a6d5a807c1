-- What was heard of each source, kept up by whoever watches: ledger records, latest times, and the numbers of its own `sequence` that came.
-- `missing` counts the numbers absent below those still kept as ranges (a source with many gaps keeps only its latest ranges).
CREATE TABLE IF NOT EXISTS core.heard (
    source text PRIMARY KEY,
    events bigint NOT NULL,
    last_time timestamptz NOT NULL,
    last_recorded timestamptz NOT NULL,
    numbers int8multirange NOT NULL DEFAULT '{}',
    missing bigint NOT NULL DEFAULT 0
);
