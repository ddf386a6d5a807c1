-- Places of the facts about regions, and of rules, schemes and calendars, that do not hold, or hold of a region that nobody established, as known
-- now, and why. Of facts that contradict each other the smaller (time, source, id) holds. The worker's, as that of amendments is.
CREATE FUNCTION {view}.idle_reforms()
RETURNS TABLE (family smallint, part smallint, off bigint, code text)
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
WITH RECURSIVE handed (start, spot, way, day) AS (
    -- From each code that ended to those that go on from it and have ended too, until it comes back.
    SELECT r.region, r.heir, ARRAY[r.region], r.valid_to FROM {view}.region AS r WHERE r.heir IS NOT NULL
    UNION ALL
    SELECT h.start, r.heir, h.way || r.region, greatest(h.day, r.valid_to)
    FROM handed AS h
    INNER JOIN {view}.region AS r ON h.spot = r.region AND r.heir IS NOT NULL
    WHERE h.spot <> h.start AND NOT h.spot = ANY(h.way)
),

fact AS (
    -- A time of a code that one by a smaller fact overlaps.
    SELECT r.source, r.id, 'REGION_CONTRADICTED' AS code
    FROM {view}.region AS r
    INNER JOIN {view}.region AS o
        ON
            r.region = o.region AND (o.time, o.source, o.id) < (r.time, r.source, r.id)
            AND o.valid_from < r.valid_to AND r.valid_from < o.valid_to
    UNION
    -- What would close a cycle: the region lies elsewhere, and where it was put lies in itself.
    SELECT r.placed_source, r.placed_id, 'REGION_CONTRADICTED'
    FROM {view}.region AS r
    INNER JOIN {view}.ancestry AS a
        ON r.region = a.region AND a.valid_from < r.valid_to AND r.valid_from < a.valid_to AND a.parent IS DISTINCT FROM r.parent
    INNER JOIN {view}.ancestry AS p
        ON r.parent = p.region AND p.chain @> ARRAY[r.region] AND p.valid_from < a.valid_to AND a.valid_from < p.valid_to
    UNION
    -- The largest of a circle of codes that go on in each other; and a code that should go on in what lies in itself.
    SELECT w.heir_source, w.heir_id, 'REGION_CONTRADICTED'
    FROM handed AS h
    CROSS JOIN LATERAL (
        SELECT r.heir_source, r.heir_id FROM {view}.region AS r
        WHERE r.region = ANY(h.way) AND r.heir IS NOT NULL
        ORDER BY r.heir_time DESC, r.heir_source DESC, r.heir_id DESC
        LIMIT 1
    ) AS w
    WHERE
        h.spot = h.start
        AND NOT EXISTS (SELECT FROM {view}.region AS v WHERE v.region = ANY(h.way) AND v.valid_from <= h.day AND h.day < v.valid_to)
    UNION
    SELECT r.heir_source, r.heir_id, 'REGION_CONTRADICTED'
    FROM {view}.region AS r
    INNER JOIN {view}.ancestry AS a ON r.heir = a.region AND a.valid_from <= r.valid_to AND r.valid_to < a.valid_to AND a.chain @> ARRAY[r.region]
    UNION
    -- A second parent of one day.
    SELECT f.source, f.id, 'REGION_CONTRADICTED'
    FROM {view}.reform AS f
    WHERE
        f.kind = 'moved' AND NOT f.ends AND EXISTS (SELECT FROM {view}.region AS r WHERE r.region = f.region)
        AND NOT EXISTS (SELECT FROM {view}.region AS r WHERE r.region = f.region AND r.placed_source = f.source AND r.placed_id = f.id)
    UNION
    -- A second end.
    SELECT f.source, f.id, 'REGION_CONTRADICTED'
    FROM {view}.reform AS f
    WHERE
        f.ends AND EXISTS (SELECT FROM {view}.region AS r WHERE r.region = f.region)
        AND EXISTS (SELECT FROM {view}.reform AS o WHERE o.region = f.region AND o.ends AND (o.source, o.id) <> (f.source, f.id))
        AND NOT EXISTS (
            SELECT
            FROM {view}.began(f.region) AS b
            CROSS JOIN LATERAL {view}.ending(f.region, b.since) AS e
            WHERE e.source = f.source AND e.id = f.id
        )
    UNION
    SELECT f.source, f.id, 'REFORMED_UNKNOWN'
    FROM {view}.reform AS f
    WHERE
        NOT EXISTS (SELECT FROM {view}.region AS r WHERE r.region = f.region)
        OR f.ends AND f.since <= (SELECT min(r.valid_from) FROM {view}.region AS r WHERE r.region = f.region)
    UNION
    -- A code that is used again.
    SELECT r.source, r.id, 'CODE_REUSED'
    FROM {view}.region AS r
    INNER JOIN {view}.region AS o ON r.region = o.region AND o.valid_to <= r.valid_from AND (o.source, o.id) <> (r.source, r.id)
    WHERE o.valid_from < o.valid_to AND r.valid_from < r.valid_to
    UNION
    -- Shares of which each is a number, and which are not the whole, rounded as they may be.
    SELECT f.source, f.id, 'SHARES_INCOMPLETE'
    FROM {view}.reform AS f
    CROSS JOIN LATERAL (
        SELECT sum(CASE WHEN u.share ~ '%$' THEN 0.01 ELSE 1 END * substring(u.share FROM '^[0-9]+(?:[.][0-9]+)?')::numeric) AS whole
        FROM unnest(f.shares) AS u (share)
        HAVING bool_and(coalesce(u.share ~ '^[0-9]{1,9}([.][0-9]{1,9})?%?$', FALSE))
    ) AS s
    WHERE f.ends AND f.shares <> '{}' AND s.whole < 0.99
    UNION
    -- What sets a rule, a scheme or a calendar otherwise than a smaller one of that day.
    SELECT r.source, r.id, 'SETTING_CONTRADICTED'
    FROM {view}.rule AS r
    INNER JOIN {view}.rule AS o
        ON
            r.jurisdiction = o.jurisdiction AND r.step = o.step AND r.level = o.level AND r.valid_from = o.valid_from
            AND (o.time, o.source, o.id) < (r.time, r.source, r.id)
    WHERE r.valid_from < o.valid_to AND (r.amount, r.period, r.consent) <> (o.amount, o.period, o.consent)
    UNION
    SELECT c.source, c.id, 'SETTING_CONTRADICTED'
    FROM {view}.calendar AS c
    INNER JOIN {view}.calendar AS o ON c.year = o.year AND (o.time, o.source, o.id) < (c.time, c.source, c.id)
    WHERE c.holidays <> o.holidays OR c.workdays <> o.workdays
    UNION
    SELECT n.source, n.id, 'SETTING_CONTRADICTED'
    FROM (
        SELECT s.source, s.id, d.said, first_value(d.said) OVER (PARTITION BY o.scheme, o.type, d.since ORDER BY s.time, s.source, s.id) AS held
        FROM (
            SELECT c.scheme, 'cn.npc.class_scheme.set.v1' AS type FROM {view}.class_scheme AS c
            UNION
            SELECT c.scheme, 'cn.npc.category_scheme.set.v1' FROM {view}.category_scheme AS c
        ) AS o
        INNER JOIN {view}.statement AS s ON o.scheme = s.object AND o.type = s.type AND s.known_to IS NULL
        CROSS JOIN LATERAL (
            SELECT coalesce((s.data ->> 'valid_from')::date, s.day) AS since, coalesce(s.data -> 'classes', s.data -> 'categories') AS said
        ) AS d
    ) AS n
    WHERE n.said <> n.held
    UNION
    SELECT r.placed_source, r.placed_id, 'PARENT_UNKNOWN'
    FROM {view}.region AS r
    WHERE r.parent <> '00' AND NOT EXISTS (SELECT FROM {view}.region AS o WHERE o.region = r.parent)
    UNION
    -- A parent that was not there yet.
    SELECT r.placed_source, r.placed_id, 'PARENT_LATER'
    FROM {view}.region AS r
    INNER JOIN (SELECT o.region, min(o.valid_from) AS first FROM {view}.region AS o GROUP BY o.region) AS p ON r.parent = p.region
    WHERE r.valid_from < p.first AND r.valid_from < r.valid_to
)

SELECT e.family, e.part, e.off, f.code
FROM fact AS f
INNER JOIN core.event AS e
    ON encode(substr(sha256(convert_to(f.source || E'\n' || f.id, 'UTF8')), 1, 16), 'hex')::uuid = e.ident AND e.status = 'accepted'
$$;
