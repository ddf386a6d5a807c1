-- The vote on livelihood projects in one region and year. `candidates`: how many were listed or voted on; `projects`, `elected`: how many were
-- voted on and won.
-- `day`: the first vote, null where the region is no town with a congress.
CREATE TABLE {view}.vote (
    region text NOT NULL,
    year integer NOT NULL,
    candidates bigint NOT NULL,
    projects bigint NOT NULL,
    elected bigint NOT NULL,
    chain text [],
    level text,
    day date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (region, year, known_from)
);
CREATE INDEX ON {view}.vote (known_from) WHERE disputes <> '{}';
