-- Ledger records of a source of some types, in the order in which they were recorded.
SELECT id, type, raw FROM core.event
WHERE source = %(source)s AND type = any(%(types)s)
ORDER BY recorded, family, part, off
