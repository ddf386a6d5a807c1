-- Take every row away that was put into temporary tables: to let each commit empty all of them costs more than a small fold.
-- Files of more octets than `allowed` are cut off. `n_rows`: of each view, null where nothing was touched.
CREATE OR REPLACE FUNCTION pg_temp.clean_{way}(n_rows bigint [], allowed bigint) RETURNS void LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    large text [] := '{}';
    size bigint;
BEGIN
    {tables}
    IF large <> '{}' THEN
        EXECUTE 'TRUNCATE ' || array_to_string(large, ', ');
    END IF;
END
$routine$
