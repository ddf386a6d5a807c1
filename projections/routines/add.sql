-- Add what the rows contribute to the cube.
CREATE OR REPLACE FUNCTION pg_temp.add_{way}() RETURNS void LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
BEGIN
    PERFORM set_config('work_mem', '64MB', TRUE);
    IF EXISTS (SELECT FROM delta AS d WHERE d.place IS NULL) THEN
        {place};
        {placed};
        {located};
    END IF;
    IF EXISTS (SELECT FROM delta AS d WHERE d.facet IS NULL) THEN
        {facet};
        {coded};
    END IF;
    {tally};
    {rolled};
END
$routine$
