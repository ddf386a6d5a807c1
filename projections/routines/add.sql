-- Add what the rows contribute to the cube.
CREATE OR REPLACE FUNCTION pg_temp.add_{way}() RETURNS void LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    n_put bigint;
BEGIN
    PERFORM set_config('work_mem', '64MB', TRUE);
    IF EXISTS (SELECT FROM delta AS d WHERE d.place IS NULL) THEN
        {spots};
        LOOP
            {place};
            GET DIAGNOSTICS n_put = ROW_COUNT;
            EXIT WHEN n_put = 0;
        END LOOP;
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
