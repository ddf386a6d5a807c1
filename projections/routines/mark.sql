-- Find what arrived and which identities of it repeat; those copies with differing bytes whose digest is not known.
CREATE OR REPLACE FUNCTION pg_temp.mark_{way}() RETURNS TABLE (family smallint, part smallint, off bigint, raw bytea) LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    n_repeated bigint;
BEGIN
    {arrived};
    {amending};
    {repeated};
    GET DIAGNOSTICS n_repeated = ROW_COUNT;
    IF n_repeated > 0 THEN
        {rows_differing};
    END IF;
END
$routine$
