-- Places met for the first time, and those above them. What has no number in `delta` is in no place yet: nobody else puts any in. Above a place that is
-- known all are. Numbered in the order of the chains: neighbours go to one page of each index.
INSERT INTO spot (place, chain, upper)
WITH RECURSIVE fresh (chain) AS (
    SELECT d.chain FROM delta AS d WHERE d.place IS NULL
    UNION
    SELECT u.chain
    FROM (SELECT DISTINCT f.chain[2 :] AS chain FROM fresh AS f WHERE cardinality(f.chain) > 1) AS u
    WHERE NOT EXISTS (SELECT FROM {view}.place AS p WHERE p.chain = u.chain)
)

SELECT nextval('{view}.place_place_seq'), f.chain, f.chain[2 :]
FROM (SELECT o.chain FROM fresh AS o ORDER BY o.chain) AS f
