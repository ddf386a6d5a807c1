-- An id of a person of which somebody says that it is another's, as known on recorded days. `person`: whom it comes to, over any number of
-- steps, null while nothing that is said of it stands; `heir`: the next step. `day`: of what is said first.
CREATE TABLE {view}.alias (
    alias text NOT NULL,
    person text,
    heir text,
    chain text [] NOT NULL,
    day date NOT NULL,
    disputes uuid [] NOT NULL,
    seen text [] NOT NULL,
    anomalies text [] NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (alias, known_from)
);
CREATE INDEX ON {view}.alias (person);
