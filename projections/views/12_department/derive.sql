WITH fact AS MATERIALIZED (
    SELECT
        s.object AS department, split_part(s.type, '.', 4) AS what, coalesce((s.data ->> 'valid_from')::date, s.day) AS first,
        s.time, s.speaker, s.id, s.data
    FROM touched_department AS t
    INNER JOIN {view}.statement AS s ON t.department = s.object
    WHERE
        s.type IN ('cn.npc.department.registered.v1', 'cn.npc.department.changed.v1', 'cn.npc.department.merged.v1')
        AND s.known_to IS NULL
),

turn AS (
    SELECT d.department, d.first AS since, lead(d.first, 1, 'infinity'::date) OVER (PARTITION BY d.department ORDER BY d.first) AS until
    FROM (SELECT DISTINCT f.department, f.first FROM fact AS f) AS d
)

SELECT
    t.department,
    coalesce(n.name, r.data ->> 'name') AS name,
    coalesce(n.region, r.data ->> 'region') AS region,
    coalesce(n.level, r.data ->> 'level') AS level,
    coalesce(n.parent, r.data ->> 'parent') AS parent,
    t.since AS valid_from,
    t.until AS valid_to
FROM turn AS t
-- How it was registered by then.
CROSS JOIN LATERAL (
    SELECT f.first, f.data
    FROM fact AS f
    WHERE f.department = t.department AND f.what = 'registered' AND f.first <= t.since
    ORDER BY f.time, f.speaker, f.id
    LIMIT 1
) AS r
-- What has changed since, each by the last that names it; of two of one day the smallest holds.
CROSS JOIN LATERAL (
    SELECT
        (array_agg(f.data ->> 'name' ORDER BY f.first DESC, f.time, f.speaker, f.id) FILTER (WHERE f.data ? 'name'))[1] AS name,
        (array_agg(f.data ->> 'region' ORDER BY f.first DESC, f.time, f.speaker, f.id) FILTER (WHERE f.data ? 'region'))[1] AS region,
        (array_agg(f.data ->> 'level' ORDER BY f.first DESC, f.time, f.speaker, f.id) FILTER (WHERE f.data ? 'level'))[1] AS level,
        (array_agg(f.data ->> 'parent' ORDER BY f.first DESC, f.time, f.speaker, f.id) FILTER (WHERE f.data ? 'parent'))[1] AS parent
    FROM fact AS f
    WHERE f.department = t.department AND f.what = 'changed' AND f.first >= r.first AND f.first <= t.since
) AS n
-- Codes are not used again: what was merged is gone for good.
WHERE t.since < coalesce(
    (
        SELECT f.first FROM fact AS f
        WHERE f.department = t.department AND f.what = 'merged'
        ORDER BY f.time, f.speaker, f.id
        LIMIT 1
    ),
    'infinity'
)
