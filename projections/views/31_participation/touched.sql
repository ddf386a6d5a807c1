-- All mandates of an activity of which anything changed, or one of whose mandates did: whose participation counts is
-- decided among them all. Those that are gone are found in the rows that are still there.
WITH activity AS (
    SELECT c.activity FROM changed_activity AS c
    UNION
    SELECT p.activity
    FROM changed_mandate AS c
    INNER JOIN {view}.participation AS p ON c.mandate = p.mandate
)

SELECT a.activity, m.mandate
FROM activity AS t
INNER JOIN {view}.activity AS a ON t.activity = a.activity
CROSS JOIN unnest(a.mandates) AS m (mandate)
UNION ALL
SELECT p.activity, p.mandate
FROM activity AS t
INNER JOIN {view}.participation AS p ON t.activity = p.activity
