-- A session of a unit as known on recorded days `known_from` to before `known_to`, from `day` to `last`.
CREATE TABLE {view}.session (
    unit text NOT NULL,
    term integer NOT NULL,
    session integer NOT NULL,
    chain text [],
    day date NOT NULL,
    last date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (unit, term, session, known_from)
);
