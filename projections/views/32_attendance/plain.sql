-- Of whom no participation went: where they were before, and where they took part now. What a row means is said in `derive`, which makes the same of
-- these, and makes all others.
SELECT
    s.person, s.year,
    CASE WHEN count(*) = 1 THEN array_sort(any_value(s.regions)) ELSE core.united(core.gathered(s.regions)) END AS regions
FROM (
    SELECT t.person, t.year, p.chain AS regions
    FROM touched_attendance AS t
    INNER JOIN came_participation AS p ON t.person = p.person AND t.year = date_part('year', p.day)::integer
    WHERE p.known_to IS NULL
    UNION ALL
    SELECT g.person, g.year, g.regions
    FROM gone_attendance AS g
) AS s
WHERE
    NOT EXISTS (
        SELECT FROM gone_participation AS g WHERE s.person = g.person AND s.year = date_part('year', g.day)::integer AND g.known_to IS NULL
    )
GROUP BY s.person, s.year
