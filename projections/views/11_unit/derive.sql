-- The gate judges by the same (streams/gate/registry.py).
WITH fact AS MATERIALIZED (
    SELECT
        s.object AS unit, split_part(s.type, '.', 4) AS what, coalesce((s.data ->> 'valid_from')::date, s.day) AS first,
        s.time, s.speaker, s.id, s.data
    FROM touched_unit AS t
    INNER JOIN {view}.statement AS s ON t.unit = s.object
    WHERE
        s.type IN ('cn.npc.unit.registered.v1', 'cn.npc.unit.changed.v1', 'cn.npc.unit.closed.v1') AND s.known_to IS NULL
),

begun AS (
    SELECT f.unit, min(f.first) AS first FROM fact AS f WHERE f.what = 'registered' GROUP BY f.unit
),

turn AS (
    SELECT d.unit, d.first AS since, lead(d.first, 1, 'infinity'::date) OVER w AS until, lag(d.first) OVER w IS NULL AS earliest
    FROM (
        SELECT DISTINCT f.unit, f.first
        FROM fact AS f
        INNER JOIN begun AS b ON f.unit = b.unit AND b.first <= f.first
        WHERE f.what <> 'closed'
    ) AS d
    WINDOW w AS (PARTITION BY d.unit ORDER BY d.first)
)

SELECT
    t.unit,
    coalesce(n.name, r.data ->> 'name') AS name,
    coalesce(n.kind, r.data ->> 'kind') AS kind,
    coalesce(n.level, r.data ->> 'level') AS level,
    coalesce(n.region, r.data ->> 'region') AS region,
    coalesce(n.parent_unit, r.data ->> 'parent_unit') AS parent_unit,
    t.since AS valid_from,
    CASE WHEN t.earliest THEN '-infinity' ELSE t.since END AS since,
    t.until,
    c.first AS closed
FROM turn AS t
-- How it was registered by then.
CROSS JOIN LATERAL (
    SELECT f.first, f.data
    FROM fact AS f
    WHERE f.unit = t.unit AND f.what = 'registered' AND f.first <= t.since
    ORDER BY f.time, f.speaker, f.id
    LIMIT 1
) AS r
-- What has changed since, each by the last that names it; of two of one day the smallest holds.
CROSS JOIN LATERAL (
    SELECT
        (array_agg(f.data ->> 'name' ORDER BY f.first DESC, f.time, f.speaker, f.id) FILTER (WHERE f.data ? 'name'))[1] AS name,
        (array_agg(f.data ->> 'kind' ORDER BY f.first DESC, f.time, f.speaker, f.id) FILTER (WHERE f.data ? 'kind'))[1] AS kind,
        (array_agg(f.data ->> 'level' ORDER BY f.first DESC, f.time, f.speaker, f.id) FILTER (WHERE f.data ? 'level'))[1] AS level,
        (array_agg(f.data ->> 'region' ORDER BY f.first DESC, f.time, f.speaker, f.id) FILTER (WHERE f.data ? 'region'))[1] AS region,
        (
            array_agg(f.data ->> 'parent_unit' ORDER BY f.first DESC, f.time, f.speaker, f.id) FILTER (WHERE f.data ? 'parent_unit')
        )[1] AS parent_unit
    FROM fact AS f
    WHERE f.unit = t.unit AND f.what = 'changed' AND f.first >= r.first AND f.first <= t.since
) AS n
-- A unit does not end before it began, and not twice.
LEFT JOIN LATERAL (
    SELECT f.first
    FROM fact AS f
    INNER JOIN begun AS b ON f.unit = b.unit AND b.first < f.first
    WHERE f.unit = t.unit AND f.what = 'closed'
    ORDER BY f.time, f.speaker, f.id
    LIMIT 1
) AS c ON TRUE
