-- Where one partition of the ledger stood at an instant, of its records before `folded`: the next offset, and when the last one was written.
-- Recorded times never fall within a partition, so the place is found by halving; most often nothing came later.
CREATE FUNCTION {view}.stat_cut(family smallint, part smallint, folded bigint, until timestamptz)
RETURNS TABLE (off bigint, recorded timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    low bigint := 0;
    high bigint := folded;
    middle bigint;
    found_off bigint;
    found_at timestamptz;
    last_at timestamptz;
BEGIN
    SELECT e.off, e.recorded INTO found_off, found_at
    FROM core.event AS e
    WHERE e.family = stat_cut.family AND e.part = stat_cut.part AND e.off < folded
    ORDER BY e.off DESC
    LIMIT 1;
    IF found_off IS NULL OR found_at <= until THEN
        RETURN QUERY SELECT folded, found_at;
        RETURN;
    END IF;
    WHILE low < high LOOP
        middle := (low + high) / 2;
        SELECT e.off, e.recorded INTO found_off, found_at
        FROM core.event AS e
        WHERE e.family = stat_cut.family AND e.part = stat_cut.part AND e.off >= middle AND e.off < high
        ORDER BY e.off
        LIMIT 1;
        IF found_off IS NULL OR found_at > until THEN
            high := middle;
        ELSE
            low := found_off + 1;
            last_at := found_at;
        END IF;
    END LOOP;
    RETURN QUERY SELECT low, last_at;
END
$$;
