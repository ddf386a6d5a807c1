-- Between which facts (by their recorded times, ascending) the other families have records: 0 before the first of them.
SELECT DISTINCT width_bucket(e.recorded, %(borders)s::timestamptz[])
FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(first)s::bigint[], %(next)s::bigint[]) AS s (family, part, first, next)
INNER JOIN core.event AS e ON s.family = e.family AND s.part = e.part AND s.first <= e.off AND s.next > e.off
WHERE s.family > 0
