-- Number the places and facets of contributions that are met for the first time.
CREATE OR REPLACE FUNCTION pg_temp.number_{way}() RETURNS void LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    n_put bigint;
BEGIN
    IF EXISTS (SELECT FROM delta AS d WHERE d.place IS NULL) THEN
        {spots};
        GET DIAGNOSTICS n_put = ROW_COUNT;
        IF '{way}' = '{once}' AND n_put > {many} THEN
            -- One fact may move a whole province: as many are hashed, not looked up one by one.
            PERFORM set_config('enable_hashjoin', 'on', TRUE), set_config('enable_seqscan', 'on', TRUE);
            PERFORM pg_temp.places_{anew}();
            PERFORM set_config('enable_hashjoin', 'off', TRUE), set_config('enable_seqscan', 'off', TRUE);
        ELSE
            PERFORM pg_temp.places_{way}();
        END IF;
    END IF;
    IF EXISTS (SELECT FROM delta AS d WHERE d.facet IS NULL) THEN
        {facet};
        {coded};
    END IF;
END
$routine$
