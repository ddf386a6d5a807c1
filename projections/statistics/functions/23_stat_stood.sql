-- Whether anything that was known on a recorded day rests on regions, units or sources of which nothing was known then. The gate lets nothing
-- pass that does; what only names them may.
CREATE FUNCTION {view}.stat_stood(regions text [], units text [], sources text [], known date)
RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF regions <> '{}' AND (
        EXISTS (SELECT FROM {view}.ancestry AS a WHERE a.chain && regions AND NOT a.region = ANY (regions))
        OR EXISTS (
            SELECT FROM {view}.place AS p
            INNER JOIN {view}.tally AS t ON p.place = t.place
            WHERE p.region = ANY (regions) AND t.rday <= known
        )
        OR EXISTS (SELECT FROM {view}.mandate AS m WHERE m.region = ANY (regions) AND m.known_from <= known)
        OR EXISTS (SELECT FROM {view}.source AS s WHERE s.region = ANY (regions) AND NOT s.source = ANY (sources))
    ) THEN
        RETURN TRUE;
    END IF;
    IF units <> '{}' AND EXISTS (SELECT FROM {view}.activity AS a WHERE a.host_unit = ANY (units) AND a.known_from <= known) THEN
        RETURN TRUE;
    END IF;
    -- Who speaks for it, who succeeds it, what was said of its objects, and with what these were linked.
    RETURN sources <> '{}' AND (
        EXISTS (SELECT FROM {view}.source AS s WHERE s.line && sources AND NOT s.source = ANY (sources))
        OR EXISTS (
            SELECT FROM unnest(sources) AS u (source)
            WHERE
                EXISTS (SELECT FROM core.event AS e WHERE e.source = u.source AND e.newest AND e.rday <= known)
                OR EXISTS (
                    SELECT FROM core.event AS e WHERE e.object > u.source || '/' AND e.object < u.source || '0' AND e.rday <= known
                )
                OR EXISTS (
                    SELECT FROM {view}.link AS l WHERE l.one > u.source || '/' AND l.one < u.source || '0' AND l.known_from <= known
                )
                OR EXISTS (
                    SELECT FROM {view}.link AS l WHERE l.other > u.source || '/' AND l.other < u.source || '0' AND l.known_from <= known
                )
        )
    );
END
$$;
REVOKE ALL ON FUNCTION {view}.stat_stood(text [], text [], text [], date) FROM PUBLIC;
