-- The row of an answer restated in which something of a chain is counted, as `stat_row`; figures of one congress (reach `own`) are those of exactly
-- the region, or of exactly its child, unless they are summed over the units of one level (`levels`).
CREATE FUNCTION {view}.stat_label(reach text, levels boolean, chain text [], asked text, divided boolean, exact boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN reach = 'own' AND NOT levels AND NOT coalesce(
        CASE WHEN divided THEN chain[1] = asked OR exact AND chain[2] = asked ELSE exact AND chain[1] = asked END, FALSE
    ) THEN NULL
    ELSE {view}.stat_row(chain, asked, divided, exact)
END;
