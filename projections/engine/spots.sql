-- Places met for the first time, and those above them. Above a place that is known all are.
INSERT INTO spot (depth, chain)
WITH RECURSIVE fresh (chain) AS (
    SELECT d.chain
    FROM (SELECT DISTINCT chain FROM delta WHERE chain IS NOT NULL) AS d
    WHERE NOT EXISTS (SELECT FROM {view}.place AS p WHERE p.chain = d.chain)
    UNION
    SELECT f.chain[2 :]
    FROM fresh AS f
    WHERE cardinality(f.chain) > 1 AND NOT EXISTS (SELECT FROM {view}.place AS p WHERE p.chain = f.chain[2 :])
)

SELECT cardinality(f.chain), f.chain
FROM fresh AS f
