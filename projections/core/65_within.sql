-- The two questions that policies ask of the live version (projections/api/security), before there is one: nothing lies anywhere yet.
-- They are the worker's, who gives them their meaning when a version goes live.
DO $$
BEGIN
    IF to_regprocedure('api.within(text, text[], date)') IS NULL THEN
        CREATE FUNCTION api.within(asked text, codes text [], on_day date) RETURNS boolean
        LANGUAGE sql STABLE PARALLEL SAFE RETURN FALSE;
    END IF;
    IF to_regprocedure('api.fed(text, smallint, smallint, bigint)') IS NULL THEN
        CREATE FUNCTION api.fed(asked text, of_family smallint, of_part smallint, at_off bigint) RETURNS boolean
        LANGUAGE sql STABLE PARALLEL SAFE RETURN FALSE;
    END IF;
END
$$;
ALTER FUNCTION api.within(text, text [], date) OWNER TO hub_worker;
ALTER FUNCTION api.fed(text, smallint, smallint, bigint) OWNER TO hub_worker;
