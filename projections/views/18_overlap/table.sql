-- A mandate of a person that is held on the same day as one of another region, neither containing the other, as known on recorded days. `day`: the
-- first such day; `others`: these mandates.
CREATE TABLE {view}.overlap (
    person text NOT NULL,
    mandate text NOT NULL,
    others text [] NOT NULL,
    chain text [] NOT NULL,
    day date NOT NULL,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (person, mandate, known_from)
);
