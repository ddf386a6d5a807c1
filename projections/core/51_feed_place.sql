-- Where events lie, each combination once. `leaves`: what an event names (`region:<code>`, `unit:<code>`); `regions`: all in whose subtree
-- these lay on the event's day as known when it was judged; `about`: the region that a reference fact is about, whose descendants see it too.
CREATE TABLE IF NOT EXISTS core.feed_place (
    place integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    leaves text[] NOT NULL,
    regions text[] NOT NULL,
    about text,
    UNIQUE NULLS NOT DISTINCT (leaves, regions, about)
);
CREATE INDEX IF NOT EXISTS feed_place_leaves ON core.feed_place USING gin (leaves);
CREATE INDEX IF NOT EXISTS feed_place_regions ON core.feed_place USING gin (regions);
CREATE INDEX IF NOT EXISTS feed_place_about ON core.feed_place (about) WHERE about IS NOT NULL;
