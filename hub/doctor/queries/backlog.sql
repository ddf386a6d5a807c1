-- What has stood in quarantine since before an instant (seconds since 1970), by kind and reason: how many, and since when the oldest.
SELECT kind, coalesce(code, '') AS code, count(*) AS records, min(received) AS oldest
FROM core.quarantine_item
WHERE kind IN ('refused', 'waiting') AND received < to_timestamp(%s)
GROUP BY kind, coalesce(code, '')
ORDER BY 1, 2
