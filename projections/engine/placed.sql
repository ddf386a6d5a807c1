-- Where what lies there, and below, is rolled up.
UPDATE {view}.place AS p SET
    above = (SELECT a.place FROM {view}.place AS a WHERE a.chain = p.chain[2 :]),
    top = (SELECT a.place FROM {view}.place AS a WHERE cardinality(p.chain) > 2 AND a.chain = p.chain[cardinality(p.chain) - 1 :]),
    months = ARRAY(
        SELECT a.place
        FROM generate_series(1, cardinality(p.chain) - 2) AS u (i)
        INNER JOIN {view}.place AS a ON p.chain[u.i :] = a.chain
        ORDER BY u.i
    )
WHERE p.months IS NULL
