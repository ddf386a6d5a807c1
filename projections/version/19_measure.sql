-- Where the sums of a measure stand: measures of one family that share everything else share one row of the tally. Views declare theirs.
CREATE TABLE {view}.measure (
    measure text PRIMARY KEY,
    family text NOT NULL,
    slot smallint NOT NULL CHECK (slot BETWEEN 1 AND 8),
    UNIQUE (family, slot)
);
