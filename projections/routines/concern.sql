-- Copies get their status, and what is no longer plain is marked so; the identities with differing contents that nobody was told of yet.
CREATE OR REPLACE FUNCTION pg_temp.concern_{way}() RETURNS TABLE (ident uuid, source text, event text) LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    n_concerned bigint;
BEGIN
    IF EXISTS (SELECT FROM repeated) THEN
        {marked};
        {mark};
        {rows_equivocated};
    END IF;
    {concerned};
    GET DIAGNOSTICS n_concerned = ROW_COUNT;
    IF n_concerned > 0 THEN
        {unplain};
        {apart};
    END IF;
END
$routine$
