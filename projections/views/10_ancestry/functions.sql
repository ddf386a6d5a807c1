-- What is known of a code on a day: of the facts valid then the smallest (time, source, id), else the one that held last before. Those that are
-- banned do not count.
CREATE FUNCTION {view}.known_of(code text, on_day date, banned text[]) RETURNS SETOF {view}.region
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
AS $$
SELECT r.*
FROM {view}.region AS r
WHERE r.region = code AND r.valid_from <= on_day AND NOT r.placed_source || ' ' || r.placed_id = ANY(banned)
ORDER BY on_day < r.valid_to DESC, CASE WHEN on_day >= r.valid_to THEN r.valid_to END DESC, r.time, r.source, r.id
LIMIT 1
$$;

-- The chain of a region on a day, climbing from fact to fact, and the level of the nearest congress in it. What is not there yet lies where it does
-- on its first day, and so does what was put into it. What lies in a code that is repealed goes to the one that alone goes on from it, from when
-- that is there (`passed`). In a cycle the largest fact does not hold, and the climb begins anew.
CREATE FUNCTION {view}.climb(code text, on_day date, OUT chain text[], OUT level text)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
    banned text[] := '{}';
    fact record;
    worst record;
    spot text;
    upon date;
    way text[];
    days date[];
    passed text[];
BEGIN
    LOOP
        chain := '{}';
        level := NULL;
        spot := code;
        upon := on_day;
        way := '{}';
        days := '{}';
        passed := '{}';
        WHILE spot <> '00' AND NOT spot = ANY(way) LOOP
            SELECT r.* INTO fact FROM {view}.known_of(spot, upon, banned) AS r;
            IF NOT FOUND THEN
                upon := greatest(upon, (SELECT min(r.valid_from) FROM {view}.region AS r WHERE r.region = spot));
                SELECT r.* INTO fact FROM {view}.known_of(spot, upon, banned) AS r;
            END IF;
            way := way || spot;
            days := days || upon;
            IF
                chain <> '{}' AND fact.heir IS NOT NULL AND upon >= fact.valid_to
                AND NOT fact.heir_source || ' ' || fact.heir_id = ANY(banned)
                AND (fact.heir = '00' OR EXISTS (SELECT FROM {view}.region AS h WHERE h.region = fact.heir AND h.valid_from <= upon))
            THEN
                passed := passed || spot;
                spot := fact.heir;
                CONTINUE;
            END IF;
            chain := chain || spot;
            level := coalesce(level, fact.congress);
            spot := coalesce(fact.parent, '00');
        END LOOP;
        EXIT WHEN spot = '00';
        -- A cycle: everything from `spot` on.
        SELECT w.* INTO worst
        FROM unnest(way[array_position(way, spot):], days[array_position(way, spot):]) AS c (region, day)
        CROSS JOIN LATERAL {view}.known_of(c.region, c.day, banned) AS f
        CROSS JOIN LATERAL (
            SELECT f.placed_time AS time, f.placed_source AS source, f.placed_id AS id WHERE NOT c.region = ANY(passed)
            UNION ALL
            SELECT f.heir_time, f.heir_source, f.heir_id WHERE c.region = ANY(passed)
        ) AS w
        ORDER BY w.time DESC, w.source DESC, w.id DESC
        LIMIT 1;
        banned := banned || (worst.source || ' ' || worst.id);
    END LOOP;
    chain := chain || '00'::text;
    level := coalesce(level, 'national');
END
$$;

-- Where something of a region lies on a day: its ancestry then; before it was established that of its first day, after it was repealed that
-- of its last. A region that nobody established lies in the nation.
CREATE FUNCTION {view}.place_on(code text, on_day date)
RETURNS TABLE (chain text[], level text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
AS $$
SELECT coalesce(a.chain, ARRAY[code, '00']), coalesce(a.level, 'national')
FROM (SELECT 1) AS one
LEFT JOIN LATERAL (
    SELECT r.chain, r.level
    FROM {view}.ancestry AS r
    WHERE r.region = code
    ORDER BY r.valid_from <= on_day DESC, on_day < r.valid_to DESC, CASE WHEN r.valid_from <= on_day THEN r.valid_from END DESC, r.valid_from
    LIMIT 1
) AS a ON TRUE
$$;
