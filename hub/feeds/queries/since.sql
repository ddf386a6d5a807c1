-- For each span whether its first record was recorded at an instant or after it; true where there is no record.
SELECT coalesce((
    SELECT e.recorded >= %(instant)s
    FROM core.event AS e
    WHERE e.family = s.family AND e.part = s.part AND e.off >= s.first AND e.off < s.next
    ORDER BY e.off
    LIMIT 1
), TRUE)
FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(first)s::bigint[], %(next)s::bigint[])
    WITH ORDINALITY AS s (family, part, first, next, place)
ORDER BY s.place
