-- Move the positions, and take every row away that the fold has put into temporary tables; how many positions were where they had been found.
-- Files of more octets than `allowed` are cut off.
CREATE OR REPLACE FUNCTION pg_temp.finish_{way}(allowed bigint) RETURNS bigint LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    n_moved bigint;
BEGIN
    {move};
    GET DIAGNOSTICS n_moved = ROW_COUNT;
    PERFORM pg_temp.clean_{way}(allowed);
    RETURN n_moved;
END
$routine$
