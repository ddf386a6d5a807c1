-- The chain of a region on a day, climbing from fact to fact, and the level of the nearest congress in it. Of the facts valid on the day the
-- smallest (time, source, id) holds, else the one that held last before. In a cycle the largest does not hold, and the climb begins anew.
-- What lies in a region that was moved to another code goes along with it.
CREATE FUNCTION {view}.climb(code text, on_day date, OUT chain text[], OUT level text)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
    banned text[] := '{}';
    fact record;
    worst record;
    spot text;
    passed text[];
BEGIN
    LOOP
        chain := '{}';
        level := NULL;
        spot := code;
        passed := '{}';
        WHILE spot <> '00' AND NOT spot = ANY(chain) LOOP
            SELECT r.* INTO fact FROM {view}.region AS r
            WHERE r.region = spot AND r.valid_from <= on_day AND NOT r.placed_source || ' ' || r.placed_id = ANY(banned)
            ORDER BY on_day < r.valid_to DESC, CASE WHEN on_day >= r.valid_to THEN r.valid_to END DESC, r.time, r.source, r.id
            LIMIT 1;
            IF chain <> '{}' AND fact.heir IS NOT NULL AND on_day >= fact.valid_to AND NOT spot = ANY(passed) THEN
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
        SELECT f.* INTO worst
        FROM unnest(chain[array_position(chain, spot):]) AS c (region)
        CROSS JOIN LATERAL (
            SELECT r.* FROM {view}.region AS r
            WHERE r.region = c.region AND r.valid_from <= on_day AND NOT r.placed_source || ' ' || r.placed_id = ANY(banned)
            ORDER BY on_day < r.valid_to DESC, CASE WHEN on_day >= r.valid_to THEN r.valid_to END DESC, r.time, r.source, r.id
            LIMIT 1
        ) AS f
        ORDER BY f.placed_time DESC, f.placed_source DESC, f.placed_id DESC
        LIMIT 1;
        banned := banned || (worst.placed_source || ' ' || worst.placed_id);
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
