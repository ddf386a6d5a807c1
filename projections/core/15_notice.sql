-- One notice per identity with differing contents, for the source that gave it; `id` is made of the identity, the same in every hub.
CREATE TABLE IF NOT EXISTS core.notice (
    id uuid PRIMARY KEY,
    ident uuid NOT NULL UNIQUE,
    source text NOT NULL,
    event text NOT NULL
);
CREATE INDEX IF NOT EXISTS notice_source ON core.notice (source);
