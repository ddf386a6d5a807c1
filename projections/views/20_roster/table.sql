-- A roster of a station as known on recorded days `known_from` to before `known_to`: it holds from `day` to before `ended` (null: there is no next).
-- `chain`: of the station where it is known, else of who said it.
CREATE TABLE {view}.roster (
    station text NOT NULL,
    day date NOT NULL,
    ended date,
    mandates text [] NOT NULL,
    chain text [],
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (station, day, known_from)
);
CREATE INDEX ON {view}.roster USING gin (chain);
CREATE INDEX ON {view}.roster USING gin (mandates);
CREATE INDEX ON {view}.roster (known_from) WHERE disputes <> '{}';
