WITH said AS MATERIALIZED (
    SELECT
        s.object AS scheme, coalesce((s.data ->> 'valid_from')::date, s.day) AS valid_from, s.time, s.speaker, s.id,
        s.data ->> 'region' AS region, s.data -> 'categories' AS categories, s.known_from, s.known_to
    FROM touched_category_scheme AS t
    INNER JOIN {view}.statement AS s ON t.scheme = s.object
    WHERE s.type = 'cn.npc.category_scheme.set.v1'
),

span AS (
    SELECT u.scheme, u.day AS since, lead(u.day) OVER (PARTITION BY u.scheme ORDER BY u.day) AS until
    FROM (
        SELECT s.scheme, s.known_from AS day FROM said AS s
        UNION
        SELECT s.scheme, s.known_to FROM said AS s WHERE s.known_to IS NOT NULL
    ) AS u
),

-- The settings that hold, one for each first day.
held AS (
    SELECT DISTINCT ON (s.scheme, p.since, s.valid_from)
        s.scheme, s.valid_from, s.time, s.speaker, s.id, s.region, s.categories, p.since, p.until
    FROM span AS p
    INNER JOIN said AS s ON p.scheme = s.scheme AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
    ORDER BY s.scheme, p.since, s.valid_from, s.time, s.speaker, s.id
)

SELECT DISTINCT ON (h.scheme, code, h.valid_from, h.since)
    h.scheme, c.one ->> 'code' AS code, c.one ->> 'category' AS category, h.region, h.valid_from, h.valid_to, h.time, h.speaker, h.id,
    h.since AS known_from, h.until AS known_to
FROM (
    SELECT h.*, lead(h.valid_from, 1, 'infinity'::date) OVER (PARTITION BY h.scheme, h.since ORDER BY h.valid_from) AS valid_to FROM held AS h
) AS h
CROSS JOIN LATERAL jsonb_array_elements(h.categories) WITH ORDINALITY AS c (one, place)
ORDER BY h.scheme, code, h.valid_from, h.since, c.place
