-- The suggestions that have the number, for each span of recorded days on which the same of them had it.
WITH rest AS MATERIALIZED (
    -- What one suggestion alone has is there already.
    SELECT t.number FROM touched_number AS t WHERE NOT EXISTS (SELECT FROM came_number AS f WHERE f.number = t.number)
),

holder AS MATERIALIZED (
    SELECT
        t.number, h.suggestion, h.kind, h.category, h.seen, h.disputes, n.day, n.region, h.known_from, h.known_to,
        min(h.suggestion) OVER w < max(h.suggestion) OVER w AS shared
    FROM rest AS t
    CROSS JOIN LATERAL (
        SELECT s.* FROM {view}.suggestion AS s WHERE t.number = s.number
        UNION ALL
        SELECT s.* FROM {view}.suggestion AS s
        WHERE cardinality(s.numbers) > 1 AND s.numbers @> ARRAY[t.number] AND t.number <> s.number
    ) AS h
    CROSS JOIN LATERAL unnest(h.numbers, h.number_days, h.number_regions) AS n (number, day, region)
    WHERE t.number = n.number
    WINDOW w AS (PARTITION BY t.number)
),

span AS (
    SELECT t.number, t.day AS since, lead(t.day) OVER (PARTITION BY t.number ORDER BY t.day) AS until
    FROM (
        SELECT h.number, h.known_from AS day FROM holder AS h WHERE h.shared
        UNION
        SELECT h.number, h.known_to FROM holder AS h WHERE h.shared AND h.known_to IS NOT NULL
    ) AS t
),

first AS (
    SELECT DISTINCT ON (p.number, p.since)
        p.number, p.since, p.until, h.kind, h.category, h.region, h.day, h.suggestion, h.seen, h.disputes,
        count(*) OVER (PARTITION BY p.number, p.since) AS holders
    FROM span AS p
    INNER JOIN holder AS h
        ON p.number = h.number AND h.known_from <= p.since AND (h.known_to IS NULL OR p.since < h.known_to)
    WHERE h.shared
    ORDER BY p.number, p.since, h.day, h.suggestion
),

-- What one suggestion alone has is known on its days.
had AS (
    SELECT
        f.number, f.since, f.until, f.kind, f.category, f.region, f.day, f.holders > 1 AS shared,
        coalesce(a.suggestions, ARRAY[f.suggestion]) AS suggestions, coalesce(a.disputes, f.disputes) AS disputes,
        coalesce(a.seen, f.seen) AS seen
    FROM first AS f
    LEFT JOIN LATERAL (
        SELECT
            array_agg(DISTINCT h.suggestion) AS suggestions,
            coalesce(array_agg(DISTINCT u.dispute) FILTER (WHERE u.dispute IS NOT NULL), '{}') AS disputes,
            array_agg(DISTINCT u.seen) FILTER (WHERE u.seen IS NOT NULL) AS seen
        FROM holder AS h
        CROSS JOIN LATERAL unnest(h.disputes, h.seen) AS u (dispute, seen)
        WHERE f.holders > 1 AND h.number = f.number AND h.known_from <= f.since AND (h.known_to IS NULL OR f.since < h.known_to)
    ) AS a ON TRUE
    UNION ALL
    SELECT
        h.number, h.known_from, h.known_to, h.kind, h.category, h.region, h.day, FALSE, ARRAY[h.suggestion], h.disputes, h.seen
    FROM holder AS h
    WHERE NOT h.shared
)

SELECT
    f.number,
    f.suggestions,
    f.kind,
    f.category,
    f.region,
    CASE WHEN p.congress THEN p.chain ELSE {view}.congress_on(f.region, f.day) END AS chain,
    coalesce(p.level, (SELECT l.level FROM {view}.place_on(f.region, f.day) AS l)) AS level,
    f.day,
    f.disputes,
    f.seen,
    CASE WHEN f.shared THEN ARRAY['NUMBER_SHARED'] ELSE '{}' END AS anomalies,
    f.since AS known_from,
    f.until AS known_to
FROM had AS f
LEFT JOIN {view}.ancestry AS p ON f.region = p.region AND p.valid_from <= f.day AND f.day < p.valid_to
