-- What settling works with during a batch: records that amend, identities that repeat, identities concerned, those settled now.
CREATE TEMPORARY TABLE amending (
    family smallint NOT NULL,
    part smallint NOT NULL,
    off bigint NOT NULL,
    ident uuid NOT NULL,
    target uuid
);
CREATE TEMPORARY TABLE repeated (ident uuid NOT NULL);
CREATE TEMPORARY TABLE digested (
    family smallint NOT NULL,
    part smallint NOT NULL,
    off bigint NOT NULL,
    digest bytea NOT NULL
);
CREATE TEMPORARY TABLE marked (
    family smallint NOT NULL,
    part smallint NOT NULL,
    off bigint NOT NULL,
    status text NOT NULL,
    digest bytea
);
CREATE TEMPORARY TABLE concerned (ident uuid PRIMARY KEY, early boolean NOT NULL);
CREATE TEMPORARY TABLE settling (ident uuid PRIMARY KEY);
-- Every content of the identities that are settled and of all that amend them; `entitled`: its source may amend what it names.
CREATE TEMPORARY TABLE content (
    ident uuid NOT NULL,
    digest bytea NOT NULL,
    from_day date NOT NULL,
    source text NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    object text NOT NULL,
    time timestamptz NOT NULL,
    day date NOT NULL,
    unit text NOT NULL,
    level text NOT NULL,
    region text NOT NULL,
    origin text,
    target uuid,
    causation text,
    data jsonb NOT NULL,
    role text NOT NULL,
    entitled boolean NOT NULL
);
CREATE INDEX content_ident ON content (ident);
CREATE INDEX content_target ON content (target);
-- The content of an identity that stands, by span of recorded days: the one with the smallest digest known.
CREATE TEMPORARY TABLE standing (LIKE content, until date);
CREATE INDEX standing_ident ON standing (ident);
CREATE INDEX standing_target ON standing (target);
-- The members that a correction changes of an event of a type, where they fit it.
CREATE TEMPORARY TABLE patch (
    ident uuid NOT NULL,
    digest bytea NOT NULL,
    type text NOT NULL,
    fields jsonb NOT NULL
);
CREATE INDEX patch_ident ON patch (ident);
-- Corrections that name what the type of the event does not have, or give it a form that it has not.
CREATE TEMPORARY TABLE unfit (
    ident uuid NOT NULL,
    digest bytea NOT NULL,
    type text NOT NULL
);
-- Corrections by which an event may contradict itself.
CREATE TEMPORARY TABLE suspect (ident uuid NOT NULL);
-- Events that contradict themselves as they are corrected.
CREATE TEMPORARY TABLE contradicted (ident uuid NOT NULL);
CREATE TEMPORARY TABLE fresh_settled (LIKE {view}.settled);
CREATE TEMPORARY TABLE gone_settled (LIKE {view}.settled);
CREATE TEMPORARY TABLE came_settled (LIKE {view}.settled);
