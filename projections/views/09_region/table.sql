CREATE TABLE {view}.region (
    region text NOT NULL,
    time timestamptz NOT NULL,
    source text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    congress text,
    parent text,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    PRIMARY KEY (region, source, id)
);
CREATE INDEX region_parent ON {view}.region (parent);
