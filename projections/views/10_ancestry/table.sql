-- One flat row per dated region. `level`: that of the nearest in the chain with a congress. The nation is known on every day.
CREATE TABLE {view}.ancestry (
    region text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    level text NOT NULL,
    congress boolean NOT NULL,
    parent text,
    chain text[] NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    PRIMARY KEY (region, valid_from)
);
CREATE INDEX ancestry_chain ON {view}.ancestry USING gin (chain);
CREATE INDEX ancestry_parent ON {view}.ancestry (parent);
CREATE INDEX ancestry_begun ON {view}.ancestry (valid_from);
CREATE INDEX ancestry_ended ON {view}.ancestry (valid_to) WHERE valid_to < 'infinity';
INSERT INTO {view}.ancestry VALUES ('00', '全国', 'nation', 'national', TRUE, NULL, ARRAY['00'], '-infinity', 'infinity');
