-- Contributions of the rows that came and went in this batch, where they lie (and where that is rolled up); measures of one family beside each
-- other, null for none.
-- Places and facets met for the first time have no number yet: `chain`, and the seven words of the facet, stand in its place.
CREATE TEMPORARY TABLE IF NOT EXISTS delta (
    place integer,
    above integer,
    top integer,
    facet integer,
    chain text[],
    words text[],
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
