-- Add what the rows contribute to the cube.
CREATE OR REPLACE FUNCTION pg_temp.add_{way}() RETURNS void LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    is_far boolean;
    is_strange boolean;
BEGIN
    PERFORM set_config('work_mem', '64MB', TRUE);
    is_far := EXISTS (SELECT FROM delta AS d WHERE d.place IS NULL);
    is_strange := EXISTS (SELECT FROM delta AS d WHERE d.facet IS NULL);
    IF is_far THEN
        {place};
        {placed};
    END IF;
    IF is_strange THEN
        {facet};
    END IF;
    IF is_far OR is_strange THEN
        {coded};
    END IF;
    {tally};
    {rolled};
END
$routine$
