-- The last head that was signed of each log of the archive, kept here as well as on disk: no smaller size and no other root at the same size is
-- ever signed. `family`, `part`: the partition whose offsets are the indexes of the log, null for the log of heads. `topic`: as in core.position.
CREATE TABLE IF NOT EXISTS core.archive_head (
    log text PRIMARY KEY,
    family smallint,
    part smallint,
    topic uuid,
    size bigint NOT NULL,
    root bytea NOT NULL,
    checkpoint text NOT NULL
);
