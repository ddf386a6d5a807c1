-- An activity as known on recorded days `known_from` to before `known_to`. `day`: when it was held; null while it does not
-- count (only announced, or cancelled). `region`: the host unit's, of one only announced the acting unit's; `places`: these, and
-- those of the co-units. `mandates`, `co_units`: as any standing statement has them. `sources`: who says that it was held.
CREATE TABLE {view}.activity (
    activity text NOT NULL,
    state text NOT NULL,
    kind text NOT NULL,
    title text,
    topic text,
    station text,
    starts text,
    ends text,
    host_unit text,
    co_units text [] NOT NULL,
    mandates text [] NOT NULL,
    people bigint,
    batches bigint,
    households bigint,
    items bigint,
    sources text [] NOT NULL,
    region text NOT NULL,
    places text [] NOT NULL,
    chain text [] NOT NULL,
    level text NOT NULL,
    time timestamptz NOT NULL,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (activity, known_from)
);
CREATE INDEX ON {view}.activity (region);
CREATE INDEX ON {view}.activity USING gin (places) WHERE cardinality(places) > 1;
CREATE INDEX ON {view}.activity (host_unit);
CREATE INDEX ON {view}.activity USING gin (co_units) WHERE co_units <> '{}';
CREATE INDEX ON {view}.activity (station) WHERE station IS NOT NULL;
CREATE INDEX ON {view}.activity (known_from) WHERE disputes <> '{}';
