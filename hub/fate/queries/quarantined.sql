-- The quarantined records of one identity, the one changed last first.
SELECT * FROM core.quarantine_item WHERE source = %(source)s AND id = %(id)s ORDER BY latest DESC LIMIT 20
