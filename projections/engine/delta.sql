-- Contributions of the rows that came and went in this batch, at the leaf.
CREATE TEMPORARY TABLE IF NOT EXISTS delta (
    measure text NOT NULL,
    chain text[] NOT NULL,
    level text NOT NULL,
    kind text NOT NULL,
    category text NOT NULL,
    department text NOT NULL,
    role text NOT NULL,
    grade text NOT NULL,
    day date NOT NULL,
    rday date NOT NULL,
    n bigint NOT NULL
);
