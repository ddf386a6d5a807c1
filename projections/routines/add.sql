-- Add what the rows contribute to the cube.
CREATE OR REPLACE FUNCTION pg_temp.add_{way}() RETURNS void LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
BEGIN
    PERFORM set_config('work_mem', '64MB', TRUE);
    PERFORM pg_temp.number_{way}();
    {tally};
    {rolled};
END
$routine$
