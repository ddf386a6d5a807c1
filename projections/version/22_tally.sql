-- What was contributed where it lies, by happened and recorded day, each measure of the family in its column. Each fold adds rows and changes
-- none: a sum may stand in several, and what was taken back stands beside it. A version built whole has each sum once a view.
CREATE TABLE {view}.tally (
    place integer NOT NULL,
    facet integer NOT NULL,
    day date NOT NULL,
    rday date NOT NULL,
    n1 bigint,
    n2 bigint,
    n3 bigint,
    n4 bigint,
    n5 bigint,
    n6 bigint,
    n7 bigint,
    n8 bigint
);
-- Equal keys are kept apart: to pack them costs more than their room.
CREATE INDEX tally_place ON {view}.tally (place, day) WITH (deduplicate_items = off);
