-- Settle what was learnt of the identities of one stage; the events, as JSON, that corrections change and that may contradict themselves now.
-- Corrections that do not fit and events that contradict themselves are few: what keeps them is not even planned where there are none.
CREATE OR REPLACE FUNCTION pg_temp.settle_{stage}_{way}() RETURNS TABLE (event text, ident text) LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
BEGIN
    {settle};
    IF EXISTS (SELECT FROM pg_temp.unfit) OR EXISTS (SELECT FROM {view}.misfit) THEN
        {unfit};
        {misfit};
        DELETE FROM pg_temp.unfit;
    END IF;
    IF EXISTS (SELECT FROM {view}.unsound) THEN
        {resettled};
    END IF;
    IF EXISTS (SELECT FROM pg_temp.suspect) THEN
        {rows_amended};
        DELETE FROM pg_temp.suspect;
    END IF;
    {finish};
    {clear};
END
$routine$
