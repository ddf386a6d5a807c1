-- A town, township or street in one ancestry, from `day` on (`ended`: the day on which it is no longer), as known on recorded days `known_from`
-- to before `known_to`. `covered`: the days of these on which a station is open in it.
CREATE TABLE {view}.township (
    region text NOT NULL,
    kind text NOT NULL,
    covered datemultirange NOT NULL,
    chain text [] NOT NULL,
    level text NOT NULL,
    day date NOT NULL,
    ended date,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (region, day, known_from)
);
CREATE INDEX ON {view}.township (known_from) WHERE disputes <> '{}';
