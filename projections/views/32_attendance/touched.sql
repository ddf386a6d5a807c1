-- Who took part where the year has none of theirs yet, and of whom a participation went.
SELECT p.person, date_part('year', p.day)::integer AS year
FROM came_participation AS p
WHERE
    p.known_to IS NULL AND p.day IS NOT NULL
    AND (
        (SELECT NOT EXISTS (SELECT FROM {view}.attendance))
        -- Few are touched, whatever the planner thinks: a look into the index for each.
        OR NOT EXISTS (
            SELECT FROM {view}.attendance AS a WHERE p.person = a.person AND date_part('year', p.day)::integer = a.year AND p.chain <@ a.regions OFFSET 0
        )
    )
UNION ALL
SELECT g.person, date_part('year', g.day)::integer
FROM gone_participation AS g
WHERE g.known_to IS NULL AND g.day IS NOT NULL
