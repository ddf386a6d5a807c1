-- The tables of a version that hold rows with cells, by name, and the columns of each one's key without its recorded day.
SELECT
    c.relname AS name,
    (
        SELECT array_agg(a.attname::text ORDER BY array_position(i.indkey::smallint [], a.attnum))
        FROM pg_index AS i
        INNER JOIN pg_attribute AS a ON i.indrelid = a.attrelid AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = c.oid AND i.indisprimary AND a.attname <> 'known_from'
    ) AS key,
    to_regproc(format('%%I.%%I', n.nspname, c.relname || '_cells')) IS NOT NULL AS counts
FROM pg_class AS c
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
WHERE
    n.nspname = %(view)s AND c.relkind = 'r'
    AND 6 = (
        SELECT count(*) FROM pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attname IN ('disputes', 'seen', 'chain', 'anomalies', 'day', 'known_to') AND NOT a.attisdropped
    )
ORDER BY c.relname
