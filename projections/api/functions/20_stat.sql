-- Figures of any region for any reader. The parameters are those of `hub stats`; without `last` a period ends today.
CREATE OR REPLACE FUNCTION api.stat(
    names text [],
    region text,
    dimensions text [] DEFAULT '{}',
    first date DEFAULT NULL,
    last date DEFAULT NULL,
    as_of date DEFAULT NULL,
    filters jsonb DEFAULT '{}',
    cohort boolean DEFAULT FALSE
)
RETURNS TABLE (
    measure text, place text, level text, month date, kind text, category text,
    department text, role text, grade text, n bigint, "of" bigint, expected bigint, heard bigint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    until date := coalesce(as_of, (now() AT TIME ZONE 'Asia/Shanghai')::date);
    unknown text;
BEGIN
    SELECT u.name INTO unknown FROM unnest(names) AS u (name) WHERE NOT EXISTS (SELECT 1 FROM {view}.catalogue AS c WHERE c.name = u.name) LIMIT 1;
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'STATISTIC_UNKNOWN: %', unknown USING HINT = 'SELECT name, zh FROM api.catalogue';
    END IF;
    SELECT u.name INTO unknown FROM unnest(dimensions || ARRAY(SELECT jsonb_object_keys(filters))) AS u (name)
    WHERE EXISTS (SELECT 1 FROM {view}.catalogue AS c WHERE c.name = ANY (names) AND NOT u.name = ANY (c.dimensions)) LIMIT 1;
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'DIMENSION_NOT_ALLOWED: %', unknown USING HINT = 'SELECT name, dimensions FROM api.catalogue';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM {view}.ancestry AS a WHERE a.region = stat.region) THEN
        RAISE EXCEPTION 'REGION_NEVER_ESTABLISHED: %', stat.region;
    END IF;
    IF cohort AND first IS NULL THEN
        RAISE EXCEPTION 'FIELD_MISSING: first';
    END IF;
    RETURN QUERY SELECT s.* FROM {view}.stat(
        names, stat.region, dimensions, first,
        CASE WHEN cohort THEN coalesce(last, until) ELSE least(coalesce(last, until), until) END,
        filters, CASE WHEN cohort THEN until END
    ) AS s;
END
$$;
REVOKE ALL ON FUNCTION api.stat(text [], text, text [], date, date, date, jsonb, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.stat(text [], text, text [], date, date, date, jsonb, boolean) TO hub_reader, hub_worker;
