-- Columns in which the tables kept here differ from those of this code, of the tables that are here already; types are null where one side has no
-- such column. The caller gives the columns of this code as three lists abreast.
SELECT relation, name, w.type AS wanted, format_type(k.type, NULL) AS kept
FROM unnest(%(relations)s::text[], %(names)s::text[], %(types)s::text[]) AS w (relation, name, type)
FULL JOIN (
    SELECT
        c.relnamespace::regnamespace || '.' || c.relname AS relation,
        a.attname::text AS name,
        a.atttypid AS type
    FROM pg_attribute AS a
    INNER JOIN pg_class AS c ON a.attrelid = c.oid
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.oid = ANY (ARRAY(SELECT to_regclass(t.one) FROM unnest(%(relations)s::text[]) AS t (one)))
) AS k USING (relation, name)
WHERE to_regclass(relation) IS NOT NULL AND to_regtype(w.type) IS DISTINCT FROM k.type::regtype
ORDER BY relation, name
