-- Derive the rows of the touched keys of one view: those of a plain kind in a quicker way, all others as the view says; how many.
CREATE OR REPLACE FUNCTION pg_temp.derive_{name}_{way}() RETURNS bigint LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    n_plain bigint := 0;
    n_other bigint;
BEGIN
    IF {quick} THEN
        {plain};
        GET DIAGNOSTICS n_plain = ROW_COUNT;
        IF NOT ({some_left}) THEN
            RETURN n_plain;
        END IF;
    END IF;
    {derive};
    GET DIAGNOSTICS n_other = ROW_COUNT;
    RETURN n_plain + n_other;
END
$routine$
