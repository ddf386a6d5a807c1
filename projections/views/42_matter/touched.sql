-- Suggestions that changed, and where there are links everything connected with them on any recorded day. Both ends of a link
-- that changed are among them, and so is what was connected with each: through links that stand still, or changed themselves.
SELECT c.suggestion AS matter FROM changed_suggestion AS c
UNION ALL
SELECT n.suggestion
FROM (
    SELECT array_agg(s.suggestion) AS suggestions
    FROM (
        SELECT c.suggestion
        FROM changed_suggestion AS c
        WHERE
            EXISTS (SELECT FROM {view}.link AS l WHERE c.suggestion = l.one AND l.stands)
            OR EXISTS (SELECT FROM {view}.link AS l WHERE c.suggestion = l.other AND l.stands)
        UNION
        SELECT u.suggestion FROM changed_link AS c CROSS JOIN LATERAL (VALUES (c.one), (c.other)) AS u (suggestion)
    ) AS s
) AS k
CROSS JOIN LATERAL {view}.connected(k.suggestions) AS n
WHERE k.suggestions IS NOT NULL
