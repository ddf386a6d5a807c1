INSERT INTO gone_settled
SELECT o.*
FROM settling AS s
INNER JOIN {view}.settled AS o ON s.ident = o.ident
WHERE NOT EXISTS (SELECT 1 FROM fresh_settled AS f WHERE f.ident = o.ident AND f.known_from = o.known_from AND ROW(f.*) IS NOT DISTINCT FROM ROW(o.*))
