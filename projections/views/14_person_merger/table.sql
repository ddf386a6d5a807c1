-- That a record of a person is one of another's (`heir`), as somebody says it. `chain`: the ancestry of the acting unit's region.
CREATE TABLE {view}.person_merger (
    person text NOT NULL,
    heir text NOT NULL,
    time timestamptz NOT NULL,
    speaker text NOT NULL,
    id text NOT NULL,
    ident uuid NOT NULL,
    disputed boolean NOT NULL,
    region text NOT NULL,
    chain text [] NOT NULL,
    day date NOT NULL,
    known_from date NOT NULL,
    known_to date,
    PRIMARY KEY (person, ident, known_from)
);
CREATE INDEX ON {view}.person_merger (heir);
CREATE INDEX ON {view}.person_merger (speaker);
CREATE INDEX ON {view}.person_merger (region);
