-- Of the places to be put in those nearest to the root: what lies in them is rolled up where what lies in the place above is, and there.
WITH nearest AS (
    DELETE FROM spot AS s WHERE s.depth = (SELECT min(o.depth) FROM spot AS o) RETURNING s.depth, s.chain
)

INSERT INTO {view}.place (place, chain, above, top, months) OVERRIDING SYSTEM VALUE
SELECT
    n.place, n.chain, a.place,
    CASE n.depth WHEN 1 THEN NULL WHEN 2 THEN NULL WHEN 3 THEN a.place ELSE a.top END,
    CASE WHEN n.depth > 2 THEN n.place || a.months ELSE '{}' END
FROM (SELECT nextval('{view}.place_place_seq') AS place, s.depth, s.chain FROM nearest AS s) AS n
LEFT JOIN {view}.place AS a ON n.chain[2 :] = a.chain
