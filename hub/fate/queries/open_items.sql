-- Records that claim to be of a source and did not pass, or still wait.
SELECT * FROM core.quarantine_item
WHERE source = %(source)s AND kind IN ('refused', 'waiting', 'resubmit', 'fix')
ORDER BY latest DESC
LIMIT 500
