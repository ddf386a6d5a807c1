-- The sums of `tally` at the regions above, without their own: by day next below the root, elsewhere by month (`day` and `rday` are first days).
-- The root has none: its figure is the sum over the regions next below. Pages keep room, so that sums which change stay.
CREATE TABLE {view}.rolled (
    place integer NOT NULL,
    facet integer NOT NULL,
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
    PRIMARY KEY (place, facet, day, rday)
) WITH (fillfactor = 80);
