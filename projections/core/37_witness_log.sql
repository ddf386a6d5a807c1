-- The logs of others whose checkpoints this hub cosigns, by origin, and the largest that it has cosigned of each: moved by compare-and-set before
-- anything is signed, so that no two roots are ever signed at one size, nor a smaller one. One that is trusted no more keeps its row.
CREATE TABLE IF NOT EXISTS core.witness_log (
    origin text PRIMARY KEY,
    key text NOT NULL,
    trusted boolean NOT NULL DEFAULT TRUE,
    size bigint NOT NULL DEFAULT 0,
    root bytea NOT NULL DEFAULT sha256(''),
    checkpoint text NOT NULL DEFAULT '',
    cosigned timestamptz
);
