-- Places met for the first time, and those above them.
INSERT INTO {view}.place (chain)
SELECT DISTINCT d.chain[u.i :]
FROM (SELECT DISTINCT chain FROM delta WHERE chain IS NOT NULL) AS d
CROSS JOIN LATERAL generate_series(1, cardinality(d.chain)) AS u (i)
WHERE NOT EXISTS (SELECT 1 FROM {view}.place AS p WHERE p.chain = d.chain[u.i :])
