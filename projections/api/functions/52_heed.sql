-- Go on through the ledger index, at most `most` records of each partition and no further than this version has folded, and put what was said of
-- suggestions and reports on the list of what the watch of deadlines looks at (`core.heed`); whether it has come to the end. Without a rule for any of
-- the steps it does not go on. Rules, calendars, regions, units and sources move what began long before: behind them, and for another version, it goes
-- through all of it again. The worker's, for the watch alone; outside of every fold.
CREATE OR REPLACE FUNCTION {view}.heed(most integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    this integer := substr('{view}', 6)::integer;
    again boolean;
    families smallint [];
    parts smallint [];
    firsts bigint [];
    nexts bigint [];
BEGIN
    IF NOT EXISTS (SELECT FROM {view}.rule AS r WHERE r.step = ANY ({view}.heeded_steps())) THEN
        RETURN TRUE;
    END IF;
    -- One at a time.
    PERFORM pg_advisory_xact_lock(x'68656564'::integer);
    DELETE FROM core.heed_position AS h WHERE h.version <> this;
    IF FOUND THEN
        DELETE FROM core.heed;
    END IF;
    -- Read once: a fold that ends meanwhile would move the position past what no statement here has seen.
    SELECT array_agg(w.family), array_agg(w.part), array_agg(w.first), array_agg(w.next)
    INTO families, parts, firsts, nexts
    FROM {view}.heed_way(most) AS w;
    SELECT EXISTS (
        SELECT
        FROM unnest(families, parts, firsts, nexts) AS w (family, part, first, next)
        INNER JOIN core.event AS e ON w.family = e.family AND w.part = e.part AND w.first <= e.off AND e.off < w.next
        WHERE
            w.family = 0
            AND (e.type ~ '^cn\.npc\.(region|unit|source|rule|calendar)\.' OR e.type IN ('cn.npc.reference.corrected.v1', 'cn.npc.reference.retracted.v1'))
    ) INTO again;
    IF again THEN
        DELETE FROM core.heed_position AS h WHERE h.family <> 0;
    END IF;
    WITH said AS MATERIALIZED (
        SELECT DISTINCT e.object, e.region, e.target
        FROM unnest(families, parts, firsts, nexts) AS w (family, part, first, next)
        INNER JOIN core.event AS e ON w.family = e.family AND w.part = e.part AND w.first <= e.off AND e.off < w.next
        WHERE
            NOT again AND w.family > 0 AND (e.type ^@ 'cn.npc.suggestion.' OR e.type ^@ 'cn.npc.research.' OR e.target IS NOT NULL)
    ),

    -- Also where it was said that a correction names.
    named AS MATERIALIZED (
        SELECT s.object, s.region FROM said AS s
        UNION
        SELECT e.object, e.region FROM said AS s INNER JOIN core.event AS e ON s.target = e.ident
    ),

    ruled AS MATERIALIZED (SELECT DISTINCT r.jurisdiction FROM {view}.rule AS r WHERE r.step = ANY ({view}.heeded_steps())),

    -- Where a rule reaches on any day, or lies below: of the source that minted it, and of who speaks.
    reached AS MATERIALIZED (
        SELECT p.region
        FROM (SELECT n.region FROM named AS n UNION SELECT split_part(n.object, '/', 3) FROM named AS n) AS p
        WHERE
            EXISTS (SELECT FROM {view}.ancestry AS a WHERE p.region = a.region AND a.chain && ARRAY(SELECT r.jurisdiction FROM ruled AS r))
            OR EXISTS (SELECT FROM ruled AS r INNER JOIN {view}.ancestry AS a ON r.jurisdiction = a.region WHERE p.region = ANY (a.chain))
    )

    INSERT INTO core.heed (object, day, turn)
    SELECT DISTINCT n.object, '-infinity'::date, gen_random_uuid()
    FROM named AS n
    WHERE n.region IN (SELECT p.region FROM reached AS p) OR split_part(n.object, '/', 3) IN (SELECT p.region FROM reached AS p)
    ON CONFLICT (object) DO UPDATE SET day = excluded.day, turn = excluded.turn;
    INSERT INTO core.heed_position (version, family, part, off)
    SELECT this, w.family, w.part, w.next
    FROM unnest(families, parts, firsts, nexts) AS w (family, part, first, next)
    WHERE NOT again OR w.family = 0
    ON CONFLICT (family, part) DO UPDATE SET off = excluded.off;
    RETURN NOT again AND NOT EXISTS (SELECT FROM {view}.heed_way(most));
END
$$;
REVOKE ALL ON FUNCTION {view}.heed(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {view}.heed(integer) TO hub_deadlines;
