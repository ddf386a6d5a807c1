-- What the records of a segment name, each combination once.
SELECT DISTINCT e.region, e.unit, e.origin, e.data ->> 'to_unit', e.day - DATE '1970-01-01'
FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(first)s::bigint[], %(next)s::bigint[]) AS s (family, part, first, next)
INNER JOIN core.event AS e ON s.family = e.family AND s.part = e.part AND s.first <= e.off AND s.next > e.off
WHERE s.family > 0 AND e.recorded >= %(since)s AND e.recorded < %(until)s
