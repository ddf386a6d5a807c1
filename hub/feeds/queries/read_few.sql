-- The next items of a region in every partition, found by their places.
SELECT n.family, n.part, n.off, e.recorded, n.equivocation, e.raw
FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(first)s::bigint[], %(next)s::bigint[]) AS s (family, part, first, next)
CROSS JOIN LATERAL (
    SELECT f.*
    FROM core.feed_place AS p
    CROSS JOIN LATERAL (
        SELECT i.family, i.part, i.off, i.equivocation
        FROM core.feed AS i
        WHERE
            i.place = p.place AND i.family = s.family AND i.part = s.part AND i.off >= s.first AND i.off < s.next
            AND (
                %(types)s::text[] IS NULL
                OR EXISTS (
                    SELECT 1 FROM core.event AS t
                    WHERE t.family = i.family AND t.part = i.part AND t.off = i.off AND t.type = ANY(%(types)s::text[])
                )
            )
        ORDER BY i.off
        LIMIT %(chunk)s
    ) AS f
    WHERE p.regions @> ARRAY[%(region)s::text]
    ORDER BY f.off
    LIMIT %(chunk)s
) AS n
INNER JOIN core.event AS e ON n.family = e.family AND n.part = e.part AND n.off = e.off
