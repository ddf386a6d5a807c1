-- Move the positions, and take every row away that the fold has put into temporary tables; how many positions were where they had been found.
-- Files of more octets than `allowed` are cut off. `n_rows`: of each view, null where nothing was touched.
CREATE OR REPLACE FUNCTION pg_temp.finish_{way}(n_rows bigint [], allowed bigint) RETURNS bigint LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    n_moved bigint;
BEGIN
    {move};
    GET DIAGNOSTICS n_moved = ROW_COUNT;
    PERFORM pg_temp.clean_{way}(n_rows, allowed);
    RETURN n_moved;
END
$routine$
