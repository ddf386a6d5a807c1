-- The rows of numbers that nobody had before this batch, and that one suggestion has now, which has no other: they are known as that
-- suggestion is. What a row means is said in `derive`, which makes the same of these, and makes all others; a test holds one against the other.
WITH alone AS (
    SELECT c.number
    FROM came_suggestion AS c
    WHERE
        c.number IS NOT NULL AND c.number NOT IN (SELECT g.number FROM gone_number AS g)
        AND c.number NOT IN (
            SELECT u.number FROM came_suggestion AS s CROSS JOIN unnest(s.numbers) AS u (number) WHERE cardinality(s.numbers) > 1
        )
    GROUP BY c.number
    HAVING min(c.suggestion) = max(c.suggestion)
)

SELECT
    t.number,
    ARRAY[c.suggestion] AS suggestions,
    c.kind,
    c.category,
    c.number_regions[1] AS region,
    CASE WHEN p.congress THEN p.chain ELSE {view}.congress_on(c.number_regions[1], c.number_days[1]) END AS chain,
    coalesce(p.level, (SELECT l.level FROM {view}.place_on(c.number_regions[1], c.number_days[1]) AS l)) AS level,
    c.number_days[1] AS day,
    c.disputes,
    c.seen,
    '{}'::text [] AS anomalies,
    c.known_from,
    c.known_to
FROM touched_number AS t
INNER JOIN alone AS a ON t.number = a.number
INNER JOIN came_suggestion AS c ON t.number = c.number
LEFT JOIN {view}.ancestry AS p ON c.number_regions[1] = p.region AND p.valid_from <= c.number_days[1] AND c.number_days[1] < p.valid_to
