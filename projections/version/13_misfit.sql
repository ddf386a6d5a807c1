-- Corrections that do not fit: `digest`: which content of the identity, empty while there is but one; `type`: of the event that it corrects.
CREATE TABLE {view}.misfit (
    ident uuid NOT NULL,
    digest bytea NOT NULL,
    type text NOT NULL,
    PRIMARY KEY (ident, digest, type)
);
