-- The recorded time up to which a window may go, so that no partition is judged ahead of one that is cut off.
SELECT min(newest)
FROM (
    SELECT max(e.recorded) AS newest
    FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(first)s::bigint[], %(next)s::bigint[], %(cut)s::boolean[])
        AS s (family, part, first, next, cut)
    INNER JOIN core.event AS e ON s.family = e.family AND s.part = e.part AND s.first <= e.off AND s.next > e.off
    WHERE s.cut
    GROUP BY s.family, s.part
) AS cut
