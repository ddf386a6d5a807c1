-- What corrections say, and of which types the events are that they name.
SELECT DISTINCT k.ident::text, k.digest, f.type, k.data ->> 'fields'
FROM content AS k
INNER JOIN content AS f ON k.target = f.ident
WHERE k.role = 'correction' AND k.entitled AND f.role IN ('fact', 'fix')
