-- How far the watch of deadlines has gone through the ledger index, and for which version of the views: for another it begins anew.
CREATE TABLE IF NOT EXISTS core.heed_position (
    version integer NOT NULL,
    family smallint NOT NULL,
    part smallint NOT NULL,
    off bigint NOT NULL,
    PRIMARY KEY (family, part)
);
