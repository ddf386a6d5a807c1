-- Contributions of the rows that came and went in this batch, where they lie; measures of one family beside each other.
-- Places and facets met for the first time have no number yet: `chain`, and the seven words of the facet, stand in its place.
CREATE TEMPORARY TABLE IF NOT EXISTS delta (
    place integer,
    facet integer,
    chain text[],
    words text[],
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
