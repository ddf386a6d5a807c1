-- How far each ledger partition is judged for the feeds: readers see what lies before it, and nothing else.
CREATE TABLE IF NOT EXISTS core.feed_position (
    family smallint NOT NULL,
    part smallint NOT NULL,
    off bigint NOT NULL,
    PRIMARY KEY (family, part)
);
