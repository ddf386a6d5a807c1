-- Copies of identities with differing bytes whose digest is not known yet. With an offset each identity is looked up, and the index never read whole.
SELECT e.family, e.part, e.off, e.raw
FROM (
    SELECT c.ident
    FROM repeated AS r
    CROSS JOIN LATERAL (SELECT v.ident, v.raw FROM core.event AS v WHERE v.ident = r.ident OFFSET 0) AS c
    GROUP BY c.ident
    HAVING min(c.raw) <> max(c.raw)
) AS d
CROSS JOIN LATERAL (SELECT v.family, v.part, v.off, v.raw FROM core.event AS v WHERE v.ident = d.ident AND v.digest IS NULL OFFSET 0) AS e
