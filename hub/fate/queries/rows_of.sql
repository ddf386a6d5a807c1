-- Ledger records of a source of some types, in the order in which they were recorded.
-- The names of its own objects begin with its own; what it said of others has an index.
SELECT id, type, raw FROM (
    SELECT id, type, raw, recorded, family, part, off FROM core.event
    WHERE object > %(source)s || '/' AND object < %(source)s || '0' AND starts_with(object, source || '/')
        AND source = %(source)s AND type = any(%(types)s)
    UNION ALL
    SELECT id, type, raw, recorded, family, part, off FROM core.event
    WHERE NOT starts_with(object, source || '/') AND source = %(source)s AND type = any(%(types)s)
) AS said
ORDER BY recorded, family, part, off
