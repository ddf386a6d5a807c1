-- Numbers of suggestions of which anything that a number shows is not known on the same days as before.
SELECT unnest(c.numbers) AS number
FROM came_suggestion AS c
WHERE c.number IS NOT NULL AND c.suggestion NOT IN (SELECT g.suggestion FROM gone_suggestion AS g)
UNION ALL
SELECT u.number
FROM (
    SELECT s.numbers
    FROM (
        SELECT 1 AS sign, c.*
        FROM came_suggestion AS c
        WHERE c.number IS NOT NULL AND c.suggestion IN (SELECT g.suggestion FROM gone_suggestion AS g)
        UNION ALL
        SELECT -1 AS sign, g.* FROM gone_suggestion AS g WHERE g.number IS NOT NULL
    ) AS s
    CROSS JOIN LATERAL (VALUES (s.known_from, s.sign), (s.known_to, -s.sign)) AS d (day, sign)
    WHERE d.day IS NOT NULL
    GROUP BY
        s.suggestion, s.numbers, s.number_days, s.number_regions, s.kind, s.category, s.seen, s.disputes, d.day
    HAVING sum(d.sign) <> 0
) AS s
CROSS JOIN LATERAL unnest(s.numbers) AS u (number)
UNION ALL
SELECT n.number
FROM {view}.number AS n
WHERE EXISTS (SELECT FROM changed_ancestry) AND n.region IN (SELECT c.region FROM changed_ancestry AS c)
