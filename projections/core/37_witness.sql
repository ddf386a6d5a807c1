-- Whom this hub asks to cosign the checkpoints of its heads, by the name in their key. `size`, `checkpoint`, `line`: the largest that it has
-- cosigned, and its signature. `problem`, `got`: why not the last one. `setback`: that it answered with less than it had cosigned before.
-- One that is asked no more keeps its row.
CREATE TABLE IF NOT EXISTS core.witness (
    name text PRIMARY KEY,
    key text NOT NULL,
    url text NOT NULL,
    asked boolean NOT NULL DEFAULT TRUE,
    size bigint NOT NULL DEFAULT 0,
    checkpoint text NOT NULL DEFAULT '',
    line text NOT NULL DEFAULT '',
    answered timestamptz,
    problem text NOT NULL DEFAULT '',
    got text NOT NULL DEFAULT '',
    setback text NOT NULL DEFAULT ''
);
