-- Places met for the first time, while they are put in: each with the chain of the place above it.
CREATE TEMPORARY TABLE IF NOT EXISTS spot (
    place integer NOT NULL,
    chain text[] NOT NULL,
    upper text[] NOT NULL
);
