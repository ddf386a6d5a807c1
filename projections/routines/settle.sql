-- Settle what was learnt of the identities of one stage.
CREATE OR REPLACE FUNCTION pg_temp.settle_{stage}_{way}() RETURNS void LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
BEGIN
    {settle};
    {finish};
    {clear};
END
$routine$
