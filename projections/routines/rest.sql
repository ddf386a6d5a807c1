-- Sources or regions have changed: identities whose settling rests on them are settled again.
CREATE OR REPLACE FUNCTION pg_temp.rest_{way}() RETURNS void LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
BEGIN
    {rested};
END
$routine$
