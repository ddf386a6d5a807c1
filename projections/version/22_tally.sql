-- What was contributed where it lies, by happened and recorded day, each measure of the family in its column. Each fold adds rows and changes
-- none: a sum may stand in several, and what was taken back stands beside it. A version built whole has each sum once a view.
CREATE TABLE {view}.tally (
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
    n8 bigint NOT NULL
);
CREATE INDEX tally_place ON {view}.tally (place, day);
