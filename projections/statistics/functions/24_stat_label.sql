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

-- The level at which something counts restated: that of where it lies (`level`). What a congress did counts at the level of the one that goes on from
-- it; where nobody does alone, at its own (`own`): among the acts of the congress above it would be what that never did.
CREATE FUNCTION {view}.stat_level(reach text, exact boolean, level text, own text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN reach = 'own' AND NOT exact THEN own ELSE level END;
