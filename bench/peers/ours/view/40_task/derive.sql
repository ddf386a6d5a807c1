-- From all statements that stood on each span of recorded days.
WITH said AS MATERIALIZED (
    SELECT s.object AS suggestion, s.type, s.day, s.origin, s.known_from, s.known_to
    FROM touched_task AS t
    INNER JOIN {view}.statement AS s ON t.suggestion = s.object
    WHERE s.type LIKE 'cn.npc.suggestion.%' AND NOT EXISTS (SELECT FROM came_task AS f WHERE f.suggestion = t.suggestion)
),

span AS (
    SELECT d.suggestion, d.day AS since, lead(d.day) OVER (PARTITION BY d.suggestion ORDER BY d.day) AS until
    FROM (
        SELECT s.suggestion, s.known_from AS day FROM said AS s
        UNION
        SELECT s.suggestion, s.known_to FROM said AS s WHERE s.known_to IS NOT NULL
    ) AS d
),

life AS (
    SELECT
        p.suggestion, p.since, p.until, min(s.origin) AS origin, min(s.day) AS day,
        min(s.day) FILTER (WHERE s.type = 'cn.npc.suggestion.submitted.v1') AS submitted,
        min(s.day) FILTER (WHERE s.type = 'cn.npc.suggestion.registered.v1') AS registered,
        min(s.day) FILTER (WHERE s.type = 'cn.npc.suggestion.assigned.v1') AS assigned,
        min(s.day) FILTER (WHERE s.type = 'cn.npc.suggestion.contacted.v1') AS contacted,
        min(s.day) FILTER (WHERE s.type = 'cn.npc.suggestion.replied.v1') AS replied,
        min(s.day) FILTER (WHERE s.type = 'cn.npc.suggestion.reply_evaluated.v1') AS reply_evaluated,
        min(s.day) FILTER (WHERE s.type = 'cn.npc.suggestion.fed_back.v1') AS fed_back,
        min(s.day) FILTER (WHERE s.type = 'cn.npc.suggestion.archived.v1') AS archived
    FROM span AS p
    INNER JOIN said AS s ON p.suggestion = s.suggestion AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
    GROUP BY p.suggestion, p.since, p.until
)

SELECT
    l.suggestion, l.submitted, l.registered, l.assigned, l.contacted, l.replied, l.reply_evaluated, l.fed_back, l.archived,
    l.origin, a.chain, a.level, l.day, l.since AS known_from, l.until AS known_to
FROM life AS l
CROSS JOIN LATERAL {view}.place_on(l.origin, l.day) AS a
