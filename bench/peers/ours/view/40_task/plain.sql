-- Of those whose row, if there is one, is known from that recorded day on which all that has just arrived is known too, and of which nothing
-- is amended: first days are the earlier of the row's and of what arrived. What a row means is said in `derive`, which makes the same of these,
-- and makes all others.
WITH news AS MATERIALIZED (
    SELECT
        c.object AS suggestion, min(c.known_from) AS known_from, min(c.origin) AS origin, min(c.day) AS day,
        min(c.day) FILTER (WHERE c.type = 'cn.npc.suggestion.submitted.v1') AS submitted,
        min(c.day) FILTER (WHERE c.type = 'cn.npc.suggestion.registered.v1') AS registered,
        min(c.day) FILTER (WHERE c.type = 'cn.npc.suggestion.assigned.v1') AS assigned,
        min(c.day) FILTER (WHERE c.type = 'cn.npc.suggestion.contacted.v1') AS contacted,
        min(c.day) FILTER (WHERE c.type = 'cn.npc.suggestion.replied.v1') AS replied,
        min(c.day) FILTER (WHERE c.type = 'cn.npc.suggestion.reply_evaluated.v1') AS reply_evaluated,
        min(c.day) FILTER (WHERE c.type = 'cn.npc.suggestion.fed_back.v1') AS fed_back,
        min(c.day) FILTER (WHERE c.type = 'cn.npc.suggestion.archived.v1') AS archived
    FROM changed AS c
    WHERE c.type LIKE 'cn.npc.suggestion.%'
    GROUP BY c.object
    HAVING
        coalesce(bool_and(c.off IS NOT NULL AND c.known_to IS NULL), FALSE)
        AND min(c.known_from) = max(c.known_from) AND min(c.origin) = max(c.origin)
),

merged AS (
    SELECT
        n.suggestion, n.known_from, n.origin,
        least(g.submitted, n.submitted) AS submitted, least(g.registered, n.registered) AS registered,
        least(g.assigned, n.assigned) AS assigned, least(g.contacted, n.contacted) AS contacted, least(g.replied, n.replied) AS replied,
        least(g.reply_evaluated, n.reply_evaluated) AS reply_evaluated, least(g.fed_back, n.fed_back) AS fed_back,
        least(g.archived, n.archived) AS archived,
        least(g.day, n.day) AS day
    FROM news AS n
    LEFT JOIN gone_task AS g ON n.suggestion = g.suggestion
    WHERE
        g.suggestion IS NULL
        OR g.known_from = n.known_from AND g.known_to IS NULL AND g.origin = n.origin
        AND n.suggestion NOT IN (SELECT e.suggestion FROM gone_task AS e WHERE e.known_to IS NOT NULL)
)

SELECT
    m.suggestion, m.submitted, m.registered, m.assigned, m.contacted, m.replied, m.reply_evaluated, m.fed_back, m.archived,
    m.origin, a.chain, a.level, m.day, m.known_from, NULL::date AS known_to
FROM merged AS m
INNER JOIN {view}.ancestry AS a ON m.origin = a.region AND a.valid_from <= m.day AND m.day < a.valid_to
