-- What stands of those identities, per span of recorded days.
CREATE TABLE {view}.settled (
    ident uuid NOT NULL,
    source text NOT NULL,
    speaker text NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    object text NOT NULL,
    time timestamptz NOT NULL,
    day date NOT NULL,
    unit text NOT NULL,
    level text NOT NULL,
    region text NOT NULL,
    origin text,
    data jsonb NOT NULL,
    known_from date NOT NULL,
    known_to date,
    disputed boolean NOT NULL,
    PRIMARY KEY (ident, known_from)
);
CREATE INDEX settled_object ON {view}.settled (object);
