-- What is known of a region from one day to another. `time`, `source`, `id`: the fact with which this time of the code began; `was`: the code
-- that was moved to this one; `heir`: the code that alone goes on from this one at the end, which takes over what lies in it; `heir_…`: the fact
-- that says so. `placed_…`: the fact that says the parent.
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
    heir_time timestamptz,
    heir_source text,
    heir_id text,
    placed_time timestamptz NOT NULL,
    placed_source text NOT NULL,
    placed_id text NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    PRIMARY KEY (region, source, id, valid_from)
);
CREATE INDEX region_parent ON {view}.region (parent);
CREATE INDEX region_heir ON {view}.region (heir) WHERE heir IS NOT NULL;
CREATE INDEX region_was ON {view}.region (was) WHERE was IS NOT NULL;
