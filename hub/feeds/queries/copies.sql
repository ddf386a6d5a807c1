-- Every copy of the identities of which a window holds one that is not alone; `fresh` are those of the window. What is still to be brought
-- was delivered to nobody yet, so that no later copy is one of it.
WITH span AS (
    SELECT s.*
    FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(first)s::bigint[], %(next)s::bigint[]) AS s (family, part, first, next)
),

fresh AS (
    SELECT e.ident, e.family, e.part, e.off
    FROM span AS s
    INNER JOIN core.event AS e ON s.family = e.family AND s.part = e.part AND s.first <= e.off AND s.next > e.off
),

repeated AS (
    SELECT DISTINCT f.ident
    FROM fresh AS f
    INNER JOIN core.event AS o ON f.ident = o.ident
    WHERE (o.family, o.part, o.off) <> (f.family, f.part, f.off)
)

SELECT e.ident, e.family, e.part, e.off, e.raw, s.family IS NOT NULL AS fresh
FROM repeated AS r
INNER JOIN core.event AS e ON r.ident = e.ident
LEFT JOIN span AS s ON e.family = s.family AND e.part = s.part AND s.first <= e.off AND s.next > e.off
LEFT JOIN core.feed_position AS p ON e.family = p.family AND e.part = p.part
WHERE
    s.family IS NOT NULL
    OR (
        e.off < p.off
        AND NOT EXISTS (SELECT FROM core.reread AS w WHERE w.family = e.family AND w.part = e.part AND w.off = e.off AND NOT w.fed)
    )
ORDER BY e.ident, s.family IS NOT NULL, e.recorded, e.family, e.part, e.off
