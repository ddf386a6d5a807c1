-- What the planner may sample of a schema's tables: of plain columns a little, of sets, documents and octets nothing, for no plan depends on what
-- they hold. PostgreSQL's own vacuum sorted whole sets of places to describe them, and took a tenth of a fold's processor time beside it.
CREATE OR REPLACE PROCEDURE core.sample(schema text) LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT
            c.oid::regclass AS relation,
            string_agg(
                format('ALTER %I SET STATISTICS %s', a.attname, CASE WHEN t.typcategory IN ('A', 'U') AND t.typname <> 'uuid' THEN 0 ELSE 10 END),
                ', '
            ) AS columns
        FROM pg_class AS c
        INNER JOIN pg_attribute AS a ON c.oid = a.attrelid AND a.attnum > 0 AND NOT a.attisdropped
        INNER JOIN pg_type AS t ON a.atttypid = t.oid
        WHERE c.relnamespace = schema::regnamespace AND c.relkind = 'r' AND a.attstattarget IS NULL
        GROUP BY c.oid
    LOOP
        EXECUTE format('ALTER TABLE %s %s', one.relation, one.columns);
    END LOOP;
END
$$;
