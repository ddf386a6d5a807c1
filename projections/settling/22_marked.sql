-- The earliest copy is accepted, later ones with a content seen before are duplicates, the first of another content is an equivocation.
INSERT INTO marked
SELECT
    c.family, c.part, c.off,
    CASE
        WHEN row_number() OVER (PARTITION BY c.ident ORDER BY c.recorded, c.family, c.part, c.off) = 1 THEN 'accepted'
        WHEN row_number() OVER (PARTITION BY c.ident, c.digest ORDER BY c.recorded, c.family, c.part, c.off) = 1 THEN 'equivocation'
        ELSE 'duplicate'
    END,
    c.digest
FROM (
    SELECT e.ident, e.recorded, e.family, e.part, e.off, coalesce(d.digest, e.digest) AS digest
    FROM repeated AS r
    CROSS JOIN LATERAL (SELECT v.* FROM core.event AS v WHERE v.ident = r.ident OFFSET 0) AS e
    LEFT JOIN digested AS d ON e.family = d.family AND e.part = d.part AND e.off = d.off
) AS c
