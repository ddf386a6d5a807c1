-- The ancestors of a region as known from a reference fact on (its offset is `fact`): `line` is [[day from which, [ancestor, …]], …], days
-- counted from 1970. Facts about an ancestor belong to the feed of the region.
CREATE TABLE IF NOT EXISTS core.feed_line (
    region text NOT NULL,
    fact bigint NOT NULL,
    line jsonb NOT NULL,
    PRIMARY KEY (region, fact)
);
