-- Derive what is touched of one view, and move its cells; the number of rows that came or went.
CREATE OR REPLACE FUNCTION pg_temp.turn_{name}_{way}() RETURNS bigint LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    n_came bigint;
    n_gone bigint;
    n_same bigint;
BEGIN
    {gone};
    GET DIAGNOSTICS n_gone = ROW_COUNT;
    n_came := pg_temp.derive_{name}_{way}();
    IF n_gone > 0 AND n_came > 0 THEN
        {same};
        GET DIAGNOSTICS n_same = ROW_COUNT;
        n_came := n_came - n_same;
        n_gone := n_gone - n_same;
    END IF;
    IF n_gone > 0 THEN
        {remove};
    END IF;
    IF n_came > 0 THEN
        {store};
    END IF;
    IF {counts} AND n_gone + n_came > 0 THEN
        {cells};
    END IF;
    RETURN n_gone + n_came;
END
$routine$;

-- Fold what the batch touches of one view; the number of rows that came or went, null where it touches nothing.
CREATE OR REPLACE FUNCTION pg_temp.fold_{name}_{way}() RETURNS bigint LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    n_touched bigint;
    n_moved bigint;
BEGIN
    {touch};
    GET DIAGNOSTICS n_touched = ROW_COUNT;
    IF n_touched = 0 THEN
        RETURN NULL;
    END IF;
    IF '{way}' = '{once}' AND n_touched > {many} THEN
        -- One fact may touch much: all mandates of a congress, all that lies in a region. As many are hashed, not looked up one by one.
        PERFORM set_config('enable_hashjoin', 'on', TRUE), set_config('enable_seqscan', 'on', TRUE);
        n_moved := pg_temp.turn_{name}_{anew}();
        PERFORM set_config('enable_hashjoin', 'off', TRUE), set_config('enable_seqscan', 'off', TRUE);
        RETURN n_moved;
    END IF;
    RETURN pg_temp.turn_{name}_{way}();
END
$routine$
