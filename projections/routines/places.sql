-- Put in the places that were met for the first time, and number what lies there.
CREATE OR REPLACE FUNCTION pg_temp.places_{way}() RETURNS void LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
BEGIN
    {place};
    DELETE FROM spot;
    {located};
END
$routine$
