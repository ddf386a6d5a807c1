-- Add what the rows contribute to the cube.
CREATE OR REPLACE FUNCTION pg_temp.add_{way}() RETURNS void LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    n_unknown bigint;
BEGIN
    PERFORM set_config('work_mem', '64MB', TRUE);
    {unknown};
    GET DIAGNOSTICS n_unknown = ROW_COUNT;
    IF n_unknown > 0 THEN
        {cell};
        {leaf};
    END IF;
    {tally};
END
$routine$
