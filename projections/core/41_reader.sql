-- Readers: a principal with a region and the database role that its questions run under.
CREATE TABLE IF NOT EXISTS auth.reader (
    name text PRIMARY KEY,
    region text NOT NULL,
    role text NOT NULL UNIQUE,
    made timestamptz NOT NULL DEFAULT now(),
    revoked timestamptz
);
