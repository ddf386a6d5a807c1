-- The records of a segment enter the feeds: each at the place of what it names, duplicates not at all.
INSERT INTO core.feed (family, part, off, place, equivocation)
SELECT e.family, e.part, e.off, c.place, coalesce(r.equivocation, FALSE)
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
INNER JOIN unnest(%(region)s::text[], %(unit)s::text[], %(origin)s::text[], %(to_unit)s::text[], %(day)s::integer[], %(place)s::integer[])
    AS c (region, unit, origin, to_unit, day, place)
    ON
        e.region = c.region AND e.unit = c.unit
        AND coalesce(o.origin, '') = c.origin AND coalesce(o.to_unit, '') = c.to_unit
        AND e.day = DATE '1970-01-01' + c.day
LEFT JOIN unnest(%(repeat_family)s::smallint[], %(repeat_part)s::smallint[], %(repeat_off)s::bigint[], %(repeat_kept)s::boolean[])
    AS r (family, part, off, equivocation)
    ON e.family = r.family AND e.part = r.part AND e.off = r.off
WHERE s.family > 0 AND e.recorded >= %(since)s AND e.recorded < %(until)s AND coalesce(r.equivocation, TRUE)
