-- Indexes of a version that no constraint needs: made last when it is built whole. By their numbers: a name is looked up
-- before or after it is known to be of this schema, as the planner pleases.
SELECT t.relname, format('%%I.%%I', n.nspname, i.relname), pg_get_indexdef(x.indexrelid)
FROM pg_index AS x
INNER JOIN pg_class AS t ON x.indrelid = t.oid
INNER JOIN pg_class AS i ON x.indexrelid = i.oid
INNER JOIN pg_namespace AS n ON t.relnamespace = n.oid
WHERE n.nspname = %(schema)s AND t.relkind = 'r' AND NOT EXISTS (SELECT 1 FROM pg_constraint AS c WHERE c.conindid = x.indexrelid)
ORDER BY t.relname, i.relname
