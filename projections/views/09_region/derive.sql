-- What is of the plain kind is there already.
WITH rest AS MATERIALIZED (
    SELECT t.region FROM touched_region AS t WHERE NOT EXISTS (SELECT FROM came_region AS f WHERE f.region = t.region)
),

life AS MATERIALIZED (
    SELECT
        t.region, b.time, b.source, b.id, b.was, b.since, least(b.until, e.since) AS until,
        e.heir, e.time AS heir_time, e.source AS heir_source, e.id AS heir_id,
        b.name, coalesce(o.name, b.name, t.region) AS called, coalesce(b.kind, o.kind, 'other') AS kind,
        CASE WHEN b.was IS NULL THEN b.congress ELSE o.congress END AS congress, b.parent
    FROM rest AS t
    CROSS JOIN LATERAL {view}.began(t.region) AS b
    LEFT JOIN LATERAL {view}.ending(t.region, b.since) AS e ON TRUE
    LEFT JOIN LATERAL {view}.known_as(b.was, b.since - 1) AS o ON b.was IS NOT NULL
    WHERE b.was IS NULL OR {view}.holds(b.was, b.source, b.id)
),

span AS (
    SELECT l.*, d.day, lead(d.day, 1, l.until) OVER (PARTITION BY l.region, l.source, l.id ORDER BY d.day) AS following
    FROM life AS l
    CROSS JOIN LATERAL (
        SELECT l.since AS day
        UNION
        SELECT r.since FROM {view}.reform AS r WHERE r.region = l.region AND NOT r.ends AND r.since > l.since AND r.since < l.until
    ) AS d
)

SELECT
    s.region, s.time, s.source, s.id,
    coalesce({view}.renamed(s.region, s.day, s.since, s.name, s.time, s.source, s.id), s.called) AS name,
    s.kind, s.congress, p.parent, s.was,
    h.heir, h.heir_time, h.heir_source, h.heir_id,
    p.time AS placed_time, p.source AS placed_source, p.id AS placed_id,
    s.day AS valid_from, s.following AS valid_to
FROM span AS s
CROSS JOIN LATERAL (
    SELECT n.*
    FROM (
        SELECT r.parent, r.since, r.time, r.source, r.id
        FROM {view}.reform AS r
        WHERE r.region = s.region AND r.kind = 'moved' AND NOT r.ends AND r.since >= s.since AND r.since <= s.day
        UNION ALL
        SELECT s.parent, s.since, s.time, s.source, s.id
    ) AS n
    ORDER BY n.since DESC, n.time, n.source, n.id
    LIMIT 1
) AS p
LEFT JOIN LATERAL (
    SELECT s.heir, s.heir_time, s.heir_source, s.heir_id WHERE s.following = s.until AND s.heir IS NOT NULL
) AS h ON TRUE
