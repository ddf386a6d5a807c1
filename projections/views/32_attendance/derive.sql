-- By the mandates of a person, of whoever became the person, or by one that nobody has registered: participations are found by mandate.
WITH rest AS MATERIALIZED (
    SELECT t.person, t.year
    FROM touched_attendance AS t
    WHERE NOT EXISTS (SELECT FROM came_attendance AS c WHERE t.person = c.person AND t.year = c.year)
),

seat AS MATERIALIZED (
    SELECT r.person, m.mandate
    FROM (SELECT DISTINCT r.person FROM rest AS r) AS r
    CROSS JOIN LATERAL (
        SELECT m.mandate FROM {view}.mandate AS m WHERE m.person = r.person
        UNION
        SELECT m.mandate
        FROM {view}.alias AS l
        INNER JOIN {view}.mandate AS m ON l.alias = m.person
        WHERE l.person = r.person
        UNION
        SELECT substr(r.person, 2) WHERE starts_with(r.person, '?')
    ) AS m
)

SELECT
    r.person, r.year,
    CASE WHEN count(*) = 1 THEN array_sort(any_value(p.chain)) ELSE core.united(core.gathered(p.chain)) END AS regions
FROM rest AS r
INNER JOIN seat AS s ON r.person = s.person
-- Few are touched, whatever the planner thinks: a look into the index for each.
CROSS JOIN LATERAL (
    SELECT o.chain
    FROM {view}.participation AS o
    WHERE
        s.mandate = o.mandate AND r.person = o.person AND o.known_to IS NULL AND o.day >= make_date(r.year, 1, 1) AND o.day <= make_date(r.year, 12, 31)
    OFFSET 0
) AS p
GROUP BY r.person, r.year
