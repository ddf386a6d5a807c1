-- Suggestions that changed, and where there are links everything connected with them on any recorded day, before or after.
WITH RECURSIVE near (suggestion) AS (
    SELECT s.suggestion
    FROM (
        SELECT DISTINCT c.suggestion FROM changed_suggestion AS c
    ) AS s
    WHERE
        EXISTS (SELECT FROM {view}.link AS l WHERE s.suggestion = l.one)
        OR EXISTS (SELECT FROM {view}.link AS l WHERE s.suggestion = l.other)
    UNION
    SELECT u.suggestion FROM changed_link AS c CROSS JOIN LATERAL (VALUES (c.one), (c.other)) AS u (suggestion)
    UNION
    SELECT e.suggestion
    FROM near AS n
    CROSS JOIN LATERAL (
        SELECT l.other AS suggestion FROM {view}.link AS l WHERE n.suggestion = l.one AND l.stands
        UNION ALL
        SELECT l.one FROM {view}.link AS l WHERE n.suggestion = l.other AND l.stands
        UNION ALL
        SELECT c.other FROM changed_link AS c WHERE n.suggestion = c.one
        UNION ALL
        SELECT c.one FROM changed_link AS c WHERE n.suggestion = c.other
    ) AS e
)

SELECT c.suggestion AS matter FROM changed_suggestion AS c
UNION
SELECT n.suggestion FROM near AS n
