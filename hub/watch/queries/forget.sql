-- Keeps the latest `keep` ranges of a source that has more than `most`: the gaps below them become a number.
WITH ranges AS (
    SELECT h.source, r.span, row_number() OVER (PARTITION BY h.source ORDER BY lower(r.span) DESC) AS place
    FROM core.heard AS h
    CROSS JOIN LATERAL unnest(h.numbers) AS r (span)
    WHERE (SELECT count(*) FROM unnest(h.numbers)) > %(most)s
),

cut AS (
    SELECT
        source,
        range_agg(span) FILTER (WHERE place <= %(keep)s) AS kept,
        range_agg(span) FILTER (WHERE place > %(keep)s) AS dropped
    FROM ranges
    GROUP BY source
)

UPDATE core.heard AS h
SET
    numbers = cut.kept,
    missing = h.missing + lower(cut.kept) - lower(cut.dropped) - (SELECT sum(upper(r) - lower(r)) FROM unnest(cut.dropped) AS r)
FROM cut
WHERE h.source = cut.source
