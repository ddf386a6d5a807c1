-- The statements that came, went or changed in this batch: the columns of `statement`, and where a record that has just arrived lies in the ledger.
CREATE TEMPORARY TABLE IF NOT EXISTS changed (
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
    family smallint,
    part smallint,
    off bigint
);
