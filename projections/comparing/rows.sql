-- Rows of a view that one of two versions has alone, or that are not the same in both to the last character: such as fingerprints over all rows
-- are made of. Octets are compared first; only where they differ the words that they stand for.
SELECT count(*)
FROM {view}.{name} AS a
FULL JOIN {other}.{name} AS b ON {alike}
WHERE a.{first} IS NULL OR b.{first} IS NULL OR a *<> b AND a::text IS DISTINCT FROM b::text
