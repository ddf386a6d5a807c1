-- A livelihood project as known on recorded days `known_from` to before `known_to`. `collected`, `listed`, `voted`: the days of these; `evaluated`:
-- those on which it was evaluated, with what was found then (`satisfied`, `basically`, `dissatisfied`: ballots, in the same order); `completed`:
-- the days on which it is carried out whole. `progress`: the latest. Of one that was not elected the last two lists are empty. `day`: the first
-- of the days from which it counts as anything.
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
    progress integer,
    unit text,
    region text,
    chain text [],
    level text,
    collected date,
    listed date,
    voted date,
    completed datemultirange NOT NULL,
    evaluated date [] NOT NULL,
    satisfied bigint [] NOT NULL,
    basically bigint [] NOT NULL,
    dissatisfied bigint [] NOT NULL,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (project, known_from)
);
CREATE INDEX ON {view}.project (region, year);
CREATE INDEX ON {view}.project (known_from) WHERE disputes <> '{}';
