-- Records in quarantine by what became of them and by reason.
SELECT kind, coalesce(code, '') AS code, count(*) AS records
FROM core.quarantine_item
GROUP BY kind, coalesce(code, '')
ORDER BY 1, 2
