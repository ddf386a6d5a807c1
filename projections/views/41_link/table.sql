-- One thing said of a pair of suggestions: `parts` when it unlinks them.
CREATE TYPE {view}.link_word AS (time timestamptz, speaker text, id text, parts boolean);

-- A pair of suggestions (`one` < `other`) as known on recorded days. `stands`: they are of one matter; `waiting`: somebody
-- says so who may not say it alone. `rests_on`: sources and regions on which that depends.
CREATE TABLE {view}.link (
    one text NOT NULL,
    other text NOT NULL,
    stands boolean NOT NULL,
    waiting boolean NOT NULL,
    rests_on text [] NOT NULL,
    disputes uuid [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (one, other, known_from)
);
CREATE INDEX ON {view}.link (other);
