-- Secrets by their SHA-256 only. `name`: the source, the reader or the administrator that the token proves.
CREATE TABLE IF NOT EXISTS auth.token (
    digest bytea PRIMARY KEY CHECK (length(digest) = 32),
    kind text NOT NULL CHECK (kind IN ('source', 'reader', 'admin')),
    name text NOT NULL,
    region text NOT NULL,
    made timestamptz NOT NULL DEFAULT now(),
    revoked timestamptz
);
CREATE INDEX IF NOT EXISTS token_name ON auth.token (kind, name);
