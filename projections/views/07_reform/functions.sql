-- The facts with which a code begins to be valid: it was established, or a region was moved to it (`was`), which knows no name of its own.
CREATE FUNCTION {view}.began(code text)
RETURNS TABLE (
    "time" timestamptz, source text, id text, was text, since date, until date, name text, kind text, congress text, parent text
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
SELECT
    s.time, s.source, s.id, NULL,
    coalesce((s.data ->> 'valid_from')::date, s.day),
    coalesce((s.data ->> 'valid_through')::date + 1, 'infinity'),
    s.data ->> 'name',
    s.data ->> 'kind',
    CASE WHEN s.data ->> 'kind' NOT IN ('street', 'zone') THEN s.data ->> 'level' END,
    s.data ->> 'parent'
FROM {view}.statement AS s
WHERE s.object = code AND s.type = 'cn.npc.region.established.v1' AND s.known_to IS NULL
UNION ALL
SELECT r.time, r.source, r.id, r.region, r.since, 'infinity', NULL, NULL, NULL, r.parent
FROM {view}.reform AS r
WHERE r.new_code = code
$$;

-- The fact that ends what began on a day: the smallest (time, source, id) of those before the code begins again, else of all later ones. `heir`: the
-- code that goes on from it alone.
CREATE FUNCTION {view}.ending(code text, begun date)
RETURNS TABLE ("time" timestamptz, source text, id text, since date, kind text, heir text, successors text [], shares text [])
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
AS $$
SELECT
    r.time, r.source, r.id, r.since, r.kind, CASE WHEN cardinality(r.successors) = 1 THEN r.successors[1] END, r.successors, r.shares
FROM {view}.reform AS r
WHERE r.region = code AND r.ends AND r.since > begun
ORDER BY
    r.since <= coalesce((SELECT min(b.since) FROM {view}.began(code) AS b WHERE b.since > begun), 'infinity') DESC,
    r.time, r.source, r.id
LIMIT 1
$$;

-- Whether a move holds by which a code began: it ends what it moves, nothing smaller did, and that had begun: was established, or was moved there by
-- a move that holds. What leads back to itself never began.
CREATE FUNCTION {view}.holds(code text, move_source text, move_id text, passed text [] DEFAULT '{}') RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM {view}.began(code) AS w
        CROSS JOIN LATERAL {view}.ending(code, w.since) AS m
        WHERE
            m.source = move_source AND m.id = move_id
            AND CASE WHEN w.was IS NULL THEN TRUE WHEN w.was = ANY (passed) THEN FALSE ELSE {view}.holds(w.was, w.source, w.id, passed || code) END
    );
END
$$;

-- How a region is called on a day, and what it is, following it back over the codes that it had before. Of no code nothing is asked: the
-- planner would plan that anew for every region that was never moved.
CREATE FUNCTION {view}.known_as(code text, on_day date, OUT name text, OUT kind text, OUT congress text)
LANGUAGE plpgsql STRICT STABLE PARALLEL SAFE
AS $$
DECLARE
    spot text := code;
    upon date := on_day;
    life record;
BEGIN
    LOOP
        SELECT b.* INTO life
        FROM {view}.began(spot) AS b
        LEFT JOIN LATERAL {view}.ending(spot, b.since) AS e ON TRUE
        WHERE b.since <= upon
        ORDER BY upon < least(b.until, e.since) DESC, b.time, b.source, b.id
        LIMIT 1;
        EXIT WHEN NOT FOUND;
        name := coalesce(name, {view}.renamed(spot, upon, life.since, life.name, life.time, life.source, life.id));
        kind := life.kind;
        congress := life.congress;
        EXIT WHEN life.was IS NULL;
        spot := life.was;
        upon := life.since - 1;
    END LOOP;
END
$$;

-- The name on a day of what began on another, with its own name or none: of those from the last day the smallest (time, source, id) holds.
CREATE FUNCTION {view}.renamed(code text, on_day date, begun date, first text, at_time timestamptz, by_source text, by_id text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
SELECT n.name
FROM (
    SELECT r.name, r.since, r.time, r.source, r.id
    FROM {view}.reform AS r
    WHERE r.region = code AND r.kind = 'renamed' AND r.since >= begun AND r.since <= on_day
    UNION ALL
    SELECT first, begun, at_time, by_source, by_id WHERE first IS NOT NULL
) AS n
ORDER BY n.since DESC, n.time, n.source, n.id
LIMIT 1
$$;
