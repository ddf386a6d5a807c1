-- A motion as known on recorded days `known_from` to before `known_to`; it lies at the congress that received it.
CREATE TABLE {view}.motion (
    motion text NOT NULL,
    lead text,
    signers text [] NOT NULL,
    term integer,
    session integer,
    title text,
    region text NOT NULL,
    chain text [],
    level text,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (motion, known_from)
);
CREATE INDEX ON {view}.motion (region);
CREATE INDEX ON {view}.motion (known_from) WHERE disputes <> '{}';
