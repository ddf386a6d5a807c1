-- Ledger records that are no events. The gate writes none; one here means that the ledger was written past it, or by a newer release of the
-- vocabulary: those are read again once this one is installed (`projections/reread.py`).
CREATE TABLE IF NOT EXISTS core.unreadable (
    family smallint NOT NULL,
    part smallint NOT NULL,
    off bigint NOT NULL,
    recorded timestamptz NOT NULL,
    code text NOT NULL,
    raw bytea,
    PRIMARY KEY (family, part, off)
);
