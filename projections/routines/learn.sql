-- Gather what is known of the identities of one stage; what corrections say of them. Without corrections one row of nulls, and no row
-- where there is nothing to settle.
CREATE OR REPLACE FUNCTION pg_temp.learn_{stage}_{way}() RETURNS TABLE (ident text, digest bytea, type text, fields text) LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    n_settling bigint;
BEGIN
    {choose};
    GET DIAGNOSTICS n_settling = ROW_COUNT;
    IF n_settling > 0 THEN
        {gather};
        {stand};
        {rows_correct};
        IF NOT FOUND THEN
            RETURN NEXT;
        END IF;
    END IF;
END
$routine$
