-- The sums of the cells by happened and recorded day. Pages keep room, so that a sum which grows stays where it is.
CREATE TABLE {view}.tally (
    cell integer NOT NULL,
    day date NOT NULL,
    rday date NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (cell, day, rday)
) WITH (fillfactor = 80);
