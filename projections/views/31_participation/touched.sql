-- All mandates of an activity of which anything changed, or one of whose mandates did or whom they belong to: whose participation counts is
-- decided among them all. Those of rows that stay, and those that are gone, are found in the rows that are still there.
WITH activity AS (
    SELECT c.activity FROM changed_activity AS c
    UNION
    SELECT p.activity
    FROM changed_mandate AS c
    INNER JOIN {view}.participation AS p ON c.mandate = p.mandate
    UNION
    SELECT p.activity
    FROM changed_alias AS c
    INNER JOIN {view}.mandate AS m ON c.alias = m.person
    INNER JOIN {view}.participation AS p ON m.mandate = p.mandate
)

SELECT c.activity, unnest(c.mandates) AS mandate
FROM came_activity AS c
UNION ALL
SELECT p.activity, p.mandate
FROM activity AS t
-- Few are touched, whatever the planner thinks: a look into the index for each.
CROSS JOIN LATERAL (SELECT o.activity, o.mandate FROM {view}.participation AS o WHERE t.activity = o.activity OFFSET 0) AS p
