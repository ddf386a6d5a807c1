-- What is known of a region from one day to another. `time`, `source`, `id`: the fact with which this time of the code began; `was`: the code
-- that was moved to this one; `heir`: the code to which this one was moved at the end. `placed_…`: the fact that says the parent.
CREATE TABLE {view}.region (
    region text NOT NULL,
    time timestamptz NOT NULL,
    source text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    congress text,
    parent text,
    was text,
    heir text,
    placed_time timestamptz NOT NULL,
    placed_source text NOT NULL,
    placed_id text NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    PRIMARY KEY (region, source, id, valid_from)
);
CREATE INDEX region_parent ON {view}.region (parent);
CREATE INDEX region_was ON {view}.region (was) WHERE was IS NOT NULL;
