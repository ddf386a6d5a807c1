-- Settle what was learnt of the identities of one stage; the events, as JSON, that corrections change and that may contradict themselves now.
CREATE OR REPLACE FUNCTION pg_temp.settle_{stage}_{way}() RETURNS TABLE (event text, ident text) LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
BEGIN
    {settle};
    {doubt};
    {rows_amended};
    {finish};
    {clear};
END
$routine$
