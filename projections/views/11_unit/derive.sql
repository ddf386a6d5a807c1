-- The gate judges by the same (streams/gate/registry.py). What was said of a unit is gathered first, in its order, and looked at unit by unit: looked for
-- among what was said of all, it would take as many looks as there are pairs of units.
WITH said AS (
    SELECT
        f.unit,
        array_agg(f.what ORDER BY f.time, f.speaker, f.id) AS whats,
        array_agg(f.first ORDER BY f.time, f.speaker, f.id) AS firsts,
        array_agg(f.data ORDER BY f.time, f.speaker, f.id) AS datas,
        min(f.first) FILTER (WHERE f.what = 'registered') AS begun
    FROM (
        SELECT
            s.object AS unit, split_part(s.type, '.', 4) AS what, coalesce((s.data ->> 'valid_from')::date, s.day) AS first,
            s.time, s.speaker, s.id, s.data
        FROM touched_unit AS t
        INNER JOIN {view}.statement AS s ON t.unit = s.object
        WHERE
            s.type IN ('cn.npc.unit.registered.v1', 'cn.npc.unit.changed.v1', 'cn.npc.unit.closed.v1') AND s.known_to IS NULL
    ) AS f
    GROUP BY f.unit
)

SELECT
    s.unit,
    coalesce(n.name, r.data ->> 'name') AS name,
    coalesce(n.kind, r.data ->> 'kind') AS kind,
    coalesce(n.level, r.data ->> 'level') AS level,
    coalesce(n.region, r.data ->> 'region') AS region,
    coalesce(n.parent_unit, r.data ->> 'parent_unit') AS parent_unit,
    t.since AS valid_from,
    CASE WHEN t.earliest THEN '-infinity' ELSE t.since END AS since,
    t.until,
    c.first AS closed
FROM said AS s
CROSS JOIN LATERAL (
    SELECT d.first AS since, lead(d.first, 1, 'infinity'::date) OVER w AS until, lag(d.first) OVER w IS NULL AS earliest
    FROM (SELECT DISTINCT f.first FROM unnest(s.whats, s.firsts) AS f (what, first) WHERE s.begun <= f.first AND f.what <> 'closed') AS d
    WINDOW w AS (ORDER BY d.first)
) AS t
-- How it was registered by then.
CROSS JOIN LATERAL (
    SELECT f.first, f.data
    FROM unnest(s.whats, s.firsts, s.datas) WITH ORDINALITY AS f (what, first, data, turn)
    WHERE f.what = 'registered' AND f.first <= t.since
    ORDER BY f.turn
    LIMIT 1
) AS r
-- What has changed since, each by the last that names it; of two of one day the smallest holds.
CROSS JOIN LATERAL (
    SELECT
        (array_agg(f.data ->> 'name' ORDER BY f.first DESC, f.turn) FILTER (WHERE f.data ? 'name'))[1] AS name,
        (array_agg(f.data ->> 'kind' ORDER BY f.first DESC, f.turn) FILTER (WHERE f.data ? 'kind'))[1] AS kind,
        (array_agg(f.data ->> 'level' ORDER BY f.first DESC, f.turn) FILTER (WHERE f.data ? 'level'))[1] AS level,
        (array_agg(f.data ->> 'region' ORDER BY f.first DESC, f.turn) FILTER (WHERE f.data ? 'region'))[1] AS region,
        (array_agg(f.data ->> 'parent_unit' ORDER BY f.first DESC, f.turn) FILTER (WHERE f.data ? 'parent_unit'))[1] AS parent_unit
    FROM unnest(s.whats, s.firsts, s.datas) WITH ORDINALITY AS f (what, first, data, turn)
    WHERE f.what = 'changed' AND f.first >= r.first AND f.first <= t.since
) AS n
-- A unit does not end before it began, and not twice.
LEFT JOIN LATERAL (
    SELECT f.first
    FROM unnest(s.whats, s.firsts) WITH ORDINALITY AS f (what, first, turn)
    WHERE s.begun < f.first AND f.what = 'closed'
    ORDER BY f.turn
    LIMIT 1
) AS c ON TRUE
