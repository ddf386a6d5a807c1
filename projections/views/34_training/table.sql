-- A completed training as known on recorded days `known_from` to before `known_to`. `kind`: main or branch venue, '' where it is not said.
CREATE TABLE {view}.training (
    training text NOT NULL,
    course text NOT NULL,
    mandate text NOT NULL,
    hours integer,
    kind text NOT NULL,
    venue text,
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
    PRIMARY KEY (training, known_from)
);
CREATE INDEX ON {view}.training USING gin (chain);
CREATE INDEX ON {view}.training (region);
CREATE INDEX ON {view}.training (mandate);
CREATE INDEX ON {view}.training (known_from) WHERE disputes <> '{}';
