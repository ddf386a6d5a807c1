-- Contributions of the rows that came and went in this batch, at the leaf; measures of one family beside each other.
CREATE TEMPORARY TABLE IF NOT EXISTS delta (
    family text NOT NULL,
    chain text[] NOT NULL,
    level text NOT NULL,
    kind text NOT NULL,
    category text NOT NULL,
    department text NOT NULL,
    role text NOT NULL,
    grade text NOT NULL,
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
