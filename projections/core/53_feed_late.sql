-- Events that a later reference fact brought into the feed of a region: delivered after that fact (its offset is `fact`), once.
CREATE TABLE IF NOT EXISTS core.feed_late (
    region text NOT NULL,
    fact bigint NOT NULL,
    family smallint NOT NULL,
    part smallint NOT NULL,
    off bigint NOT NULL,
    PRIMARY KEY (region, family, part, off)
);
CREATE INDEX IF NOT EXISTS feed_late_fact ON core.feed_late (region, fact);
