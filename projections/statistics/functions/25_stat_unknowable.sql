-- Why the rows of a version do not tell figures of a region as known on a recorded day: the code of the reason, null where they do. A region of which
-- nothing was known then was never established. What is restated rests on every region, on departments and on what was allocated.
CREATE FUNCTION {view}.stat_unknowable(names text [], asked text, known date, restated boolean DEFAULT FALSE)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    late record;
BEGIN
    SELECT
        coalesce(array_agg(l.object) FILTER (WHERE l.kind = 'region' AND l.fresh), '{}') AS regions,
        coalesce(array_agg(l.object) FILTER (WHERE l.kind = 'unit' AND l.fresh), '{}') AS units,
        coalesce(array_agg(l.object) FILTER (WHERE l.kind = 'source' AND l.fresh), '{}') AS sources,
        coalesce(array_agg(l.object) FILTER (WHERE l.kind = 'region' AND NOT l.fresh), '{}') AS reformed,
        coalesce(array_agg(l.object) FILTER (WHERE l.kind = 'class_scheme'), '{}') AS schemes,
        coalesce(bool_or(l.kind IN ('rule', 'calendar')), FALSE) AS ruled,
        coalesce(bool_or(l.kind IN ('region', 'department', 'object')), FALSE) AS moved,
        coalesce(bool_or(NOT l.fresh AND l.kind IN ('unit', 'source')), FALSE) AS changed
    INTO late
    FROM {view}.stat_late(known) AS l;
    IF asked = ANY (late.regions) THEN
        RETURN 'REGION_NEVER_ESTABLISHED';
    END IF;
    -- By a scheme that came later, replies have outcomes that nobody could have known.
    IF
        late.changed
        OR restated AND late.moved
        OR late.reformed <> '{}' AND {view}.stat_reformed(asked, late.reformed)
        OR {view}.stat_stood(late.regions, late.units, late.sources, known)
        OR late.schemes <> '{}' AND EXISTS (SELECT FROM {view}.catalogue AS c WHERE c.name = ANY (names) AND c.object = 'matter')
        AND EXISTS (SELECT FROM {view}.suggestion AS s WHERE s.rests_on && late.schemes AND s.known_from <= known)
        -- Of these none has to do with periods.
        OR late.ruled AND EXISTS (
            SELECT FROM {view}.catalogue AS c
            WHERE
                c.name = ANY (names)
                AND (
                    c.rests @> '{rule}'
                    OR NOT c.object = ANY (
                        '{activity,participation,yield,mandate,opinion,matter,number,topic,motion,training,station,roster,township,project,vote,evaluation}'
                    )
                )
        )
    THEN
        RETURN 'KNOWN_BEFORE_FACTS';
    END IF;
    RETURN NULL;
END
$$;
