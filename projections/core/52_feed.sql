-- The feeds: every accepted event but duplicates, with the place where it was judged to lie. Written once and never changed.
CREATE TABLE IF NOT EXISTS core.feed (
    family smallint NOT NULL,
    part smallint NOT NULL,
    off bigint NOT NULL,
    place integer NOT NULL,
    equivocation boolean NOT NULL,
    PRIMARY KEY (family, part, off)
);
CREATE INDEX IF NOT EXISTS feed_by_place ON core.feed (place, family, part, off);
