-- Where contributions lie: a region and its ancestors, from itself up. What lies below a region is rolled up at it, and at which places is
-- looked up once: `top` (the region next below the root, null at it and at the root) counts by day, each place of `months` by month. These
-- are of what lies below this place: itself and those above, without the last two of the chain. `above`: the place of the region above.
CREATE TABLE {view}.place (
    place integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chain text [] NOT NULL CONSTRAINT place_chain UNIQUE,
    region text GENERATED ALWAYS AS (chain[1]) STORED NOT NULL,
    parent text GENERATED ALWAYS AS (chain[2]) STORED,
    above integer,
    top integer,
    months integer []
);
CREATE INDEX place_region ON {view}.place (region);
CREATE INDEX place_parent ON {view}.place (parent);
