-- What the records of a segment name, each combination once.
SELECT DISTINCT e.region, e.unit, o.origin, o.to_unit, e.day - DATE '1970-01-01'
FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(first)s::bigint[], %(next)s::bigint[]) AS s (family, part, first, next)
INNER JOIN core.event AS e ON s.family = e.family AND s.part = e.part AND s.first <= e.off AND s.next > e.off
CROSS JOIN LATERAL (
    -- A correction or retraction lies where what it amends lies.
    SELECT
        CASE WHEN e.target IS NULL THEN e.origin ELSE coalesce(e.origin, t.origin) END AS origin,
        CASE WHEN e.target IS NULL THEN e.data ->> 'to_unit' ELSE t.data ->> 'to_unit' END AS to_unit
    FROM (SELECT 1) AS one
    LEFT JOIN LATERAL (
        SELECT c.origin, c.data
        FROM core.event AS c
        WHERE e.target IS NOT NULL AND c.ident = e.target
        ORDER BY c.recorded, c.family, c.part, c.off
        LIMIT 1
    ) AS t ON TRUE
) AS o
WHERE s.family > 0 AND e.recorded >= %(since)s AND e.recorded < %(until)s
