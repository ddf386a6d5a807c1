-- What was said of a department is gathered first, in its order, and looked at department by department, as of units.
WITH said AS (
    SELECT
        f.department,
        array_agg(f.what ORDER BY f.time, f.speaker, f.id) AS whats,
        array_agg(f.first ORDER BY f.time, f.speaker, f.id) AS firsts,
        array_agg(f.data ORDER BY f.time, f.speaker, f.id) AS datas,
        -- Codes are not used again: what was merged is gone for good.
        coalesce((array_agg(f.first ORDER BY f.time, f.speaker, f.id) FILTER (WHERE f.what = 'merged'))[1], 'infinity') AS merged
    FROM (
        SELECT
            s.object AS department, split_part(s.type, '.', 4) AS what, coalesce((s.data ->> 'valid_from')::date, s.day) AS first,
            s.time, s.speaker, s.id, s.data
        FROM touched_department AS t
        INNER JOIN {view}.statement AS s ON t.department = s.object
        WHERE
            s.type IN ('cn.npc.department.registered.v1', 'cn.npc.department.changed.v1', 'cn.npc.department.merged.v1')
            AND s.known_to IS NULL
    ) AS f
    GROUP BY f.department
)

SELECT
    s.department,
    coalesce(n.name, r.data ->> 'name') AS name,
    coalesce(n.region, r.data ->> 'region') AS region,
    coalesce(n.level, r.data ->> 'level') AS level,
    coalesce(n.parent, r.data ->> 'parent') AS parent,
    t.since AS valid_from,
    t.until AS valid_to
FROM said AS s
CROSS JOIN LATERAL (
    SELECT d.first AS since, lead(d.first, 1, 'infinity'::date) OVER (ORDER BY d.first) AS until
    FROM (SELECT DISTINCT f.first FROM unnest(s.firsts) AS f (first)) AS d
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
        (array_agg(f.data ->> 'region' ORDER BY f.first DESC, f.turn) FILTER (WHERE f.data ? 'region'))[1] AS region,
        (array_agg(f.data ->> 'level' ORDER BY f.first DESC, f.turn) FILTER (WHERE f.data ? 'level'))[1] AS level,
        (array_agg(f.data ->> 'parent' ORDER BY f.first DESC, f.turn) FILTER (WHERE f.data ? 'parent'))[1] AS parent
    FROM unnest(s.whats, s.firsts, s.datas) WITH ORDINALITY AS f (what, first, data, turn)
    WHERE f.what = 'changed' AND f.first >= r.first AND f.first <= t.since
) AS n
WHERE t.since < s.merged
