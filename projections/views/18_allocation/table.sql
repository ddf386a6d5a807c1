-- Where an object belongs that lay in a region since split, or gone without successor.
CREATE TABLE {view}.allocation (
    object text PRIMARY KEY,
    region text NOT NULL,
    time timestamptz NOT NULL,
    source text NOT NULL,
    id text NOT NULL
);
