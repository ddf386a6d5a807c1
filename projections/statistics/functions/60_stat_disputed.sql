-- How many identities with differing copies the figures of a region rest on. The owner's: a number tells nothing of the records.
CREATE FUNCTION {view}.stat_disputed(names text [], asked text, last date, known date DEFAULT 'infinity')
RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
SELECT count(DISTINCT d.ident)
FROM {view}.dispute(
    ARRAY(SELECT DISTINCT u.kind FROM {view}.catalogue AS s CROSS JOIN unnest(s.object || s.rests) AS u (kind) WHERE s.name = ANY (names)), asked, stat_disputed.last, known
) AS d
$$;
