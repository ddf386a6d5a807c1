-- A livelihood project as known on recorded days `known_from` to before `known_to`. `voted`: the day of the vote;
-- `day`: the same if it was elected, else null.
CREATE TABLE {view}.project (
    project text NOT NULL,
    year integer,
    title text,
    cost bigint,
    votes_for integer,
    against integer,
    abstain integer,
    present integer,
    elected boolean,
    unit text,
    region text,
    chain text [],
    level text,
    voted date,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (project, known_from)
);
CREATE INDEX ON {view}.project (region, year);
CREATE INDEX ON {view}.project (project) WHERE disputes <> '{}';
