-- Fold those views of one stage that anything heard, or any row that differs of a view before, can touch; `n_rows`: how many came or went of each,
-- null where nothing was touched.
CREATE OR REPLACE FUNCTION pg_temp.views_{stage}_{way}(n_rows bigint []) RETURNS bigint [] LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    heard text [] := ARRAY({heard});
BEGIN
    {views}
    RETURN n_rows;
END
$routine$
