-- Indexes of a version that no constraint needs: made last when it is built whole.
SELECT x.tablename, format('%%I.%%I', x.schemaname, x.indexname), x.indexdef
FROM pg_indexes AS x
WHERE
    x.schemaname = %(schema)s
    AND NOT EXISTS (
        SELECT 1 FROM pg_constraint AS c WHERE c.conindid = format('%%I.%%I', x.schemaname, x.indexname)::regclass
    )
ORDER BY x.tablename, x.indexname
