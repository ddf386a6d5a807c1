-- What was said of a region after it was established. `successors`: the codes that go on from it, each with its share, which is only shown;
-- a fact with `ends` leaves the code repealed from `since` on.
CREATE TABLE {view}.reform (
    region text NOT NULL,
    time timestamptz NOT NULL,
    source text NOT NULL,
    id text NOT NULL,
    kind text NOT NULL,
    since date NOT NULL,
    ends boolean NOT NULL,
    name text,
    parent text,
    new_code text,
    successors text [] NOT NULL,
    shares text [] NOT NULL,
    PRIMARY KEY (region, source, id)
);
CREATE INDEX reform_new_code ON {view}.reform (new_code) WHERE new_code IS NOT NULL;
