-- How far each ledger partition was heard.
CREATE TABLE IF NOT EXISTS core.heard_position (
    family smallint NOT NULL,
    part smallint NOT NULL,
    off bigint NOT NULL,
    PRIMARY KEY (family, part)
);
