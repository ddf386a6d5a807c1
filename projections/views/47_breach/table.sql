-- A suggestion whose course breaks a dated rule, as known on recorded days `known_from` to before `known_to`.
CREATE TABLE {view}.breach (
    suggestion text NOT NULL,
    chain text [],
    level text,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (suggestion, known_from)
);
