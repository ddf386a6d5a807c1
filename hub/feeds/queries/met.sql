-- What came into the index late, but before its offset was judged, is judged in its place.
UPDATE core.reread AS r SET fed = TRUE
FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(first)s::bigint[], %(next)s::bigint[]) AS s (family, part, first, next)
WHERE r.family = s.family AND r.part = s.part AND NOT r.fed AND r.off >= s.first AND r.off < s.next
