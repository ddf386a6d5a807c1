-- What came into the index behind what was judged, outside of the spans judged now.
UPDATE core.reread AS r SET fed = TRUE
FROM core.feed_position AS p
LEFT JOIN unnest(%(family)s::smallint[], %(part)s::smallint[], %(first)s::bigint[]) AS s (family, part, first)
    ON p.family = s.family AND p.part = s.part
WHERE r.family = p.family AND r.part = p.part AND NOT r.fed AND r.off < coalesce(s.first, p.off)
RETURNING r.family, r.part, r.off
