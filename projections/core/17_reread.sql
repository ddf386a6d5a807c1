-- Ledger records that came into the index after records behind them, because an older vocabulary could not read them: those who follow the
-- index by offsets may have passed them. `heard`, `fed`: whoever counts sources, and the judge of the feeds, has taken them since.
CREATE TABLE IF NOT EXISTS core.reread (
    family smallint NOT NULL,
    part smallint NOT NULL,
    off bigint NOT NULL,
    heard boolean NOT NULL DEFAULT FALSE,
    fed boolean NOT NULL DEFAULT FALSE,
    PRIMARY KEY (family, part, off)
);
