-- Where the version stands and where the index stands: the records of every partition with news.
CREATE OR REPLACE FUNCTION pg_temp.target_{way}() RETURNS TABLE (records bigint) LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
BEGIN
    {rows_target};
END
$routine$
