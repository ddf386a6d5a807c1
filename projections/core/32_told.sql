-- What stands on the topic `notices`, each notice once: the topic may hold copies. `off` is where it was first read, behind all that an earlier
-- topic of this name held (`told_position.base`); `source` minted the object, readers of `regions` may see it.
CREATE TABLE IF NOT EXISTS core.told (
    id uuid PRIMARY KEY,
    off bigint NOT NULL UNIQUE,
    object text NOT NULL,
    rule text NOT NULL,
    day date NOT NULL,
    at timestamptz NOT NULL,
    source text NOT NULL,
    regions text[] NOT NULL,
    raw bytea NOT NULL,
    UNIQUE (object, rule, day)
);
CREATE INDEX IF NOT EXISTS told_source ON core.told (source, off);
CREATE INDEX IF NOT EXISTS told_regions ON core.told USING gin (regions);
