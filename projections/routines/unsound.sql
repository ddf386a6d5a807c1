-- Keep which events contradict themselves as they are corrected.
CREATE OR REPLACE FUNCTION pg_temp.unsound_{way}() RETURNS void LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
BEGIN
    {unsound};
    {clear};
END
$routine$
