-- Chains of places met for the first time, while they are put in; `depth`: how many regions they have.
CREATE TEMPORARY TABLE IF NOT EXISTS spot (
    depth integer NOT NULL,
    chain text[] NOT NULL
);
