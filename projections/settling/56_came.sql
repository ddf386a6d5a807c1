INSERT INTO came_settled
SELECT f.*
FROM fresh_settled AS f
WHERE
    NOT EXISTS (SELECT 1 FROM {view}.settled AS o WHERE o.ident = f.ident AND o.known_from = f.known_from AND ROW(o.*) IS NOT DISTINCT FROM ROW(f.*))
