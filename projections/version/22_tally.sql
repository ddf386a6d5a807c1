-- The sums of the cells by happened and recorded day, of each measure of their family. Pages keep room, so that sums which change stay.
CREATE TABLE {view}.tally (
    cell integer NOT NULL,
    day date NOT NULL,
    rday date NOT NULL,
    n1 bigint NOT NULL,
    n2 bigint NOT NULL,
    n3 bigint NOT NULL,
    n4 bigint NOT NULL,
    n5 bigint NOT NULL,
    n6 bigint NOT NULL,
    n7 bigint NOT NULL,
    n8 bigint NOT NULL,
    PRIMARY KEY (cell, day, rday)
) WITH (fillfactor = 80);
