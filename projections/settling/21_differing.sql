-- Copies of identities with differing bytes whose digest is not known yet.
SELECT e.family, e.part, e.off, e.raw
FROM core.event AS e
INNER JOIN (
    SELECT c.ident
    FROM repeated AS r
    CROSS JOIN LATERAL (SELECT x.* FROM core.event AS x WHERE x.ident = r.ident OFFSET 0) AS c
    GROUP BY c.ident
    HAVING count(DISTINCT c.raw) > 1
) AS d ON e.ident = d.ident
WHERE e.digest IS NULL
