-- The first offset of each span that was recorded after the horizon; no row where there is none.
SELECT s.family, s.part, min(e.off)
FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(first)s::bigint[], %(next)s::bigint[]) AS s (family, part, first, next)
INNER JOIN core.event AS e ON s.family = e.family AND s.part = e.part AND s.first <= e.off AND s.next > e.off
WHERE e.recorded > %(horizon)s
GROUP BY s.family, s.part
