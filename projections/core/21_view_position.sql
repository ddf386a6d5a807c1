-- The next offset that each version has not folded yet.
CREATE TABLE IF NOT EXISTS core.view_position (
    version integer NOT NULL REFERENCES core.view_version ON DELETE CASCADE,
    family smallint NOT NULL,
    part smallint NOT NULL,
    off bigint NOT NULL,
    PRIMARY KEY (version, family, part)
);
