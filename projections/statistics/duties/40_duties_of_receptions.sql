-- What the steps of a reception ask of each reception under a region, as known at the end of a recorded day: announced by its day, held, and of each
-- opinion collected there that it was handed on, answered, fed back and filed. An opinion that was answered on the spot, or rejected with a reason,
-- has passed all of these; one that became suggestions passes with all of them. `done`: the steps done by `last`; `met`: from the day of the last
-- of as many as the rule of the day of the reception asks for.
CREATE FUNCTION {view}.duties_of_receptions(asked text, last date, known date)
RETURNS TABLE (
    key text, kind text, since date, chain text [], level text, amount integer, done bigint, required datemultirange, met datemultirange
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH rule AS MATERIALIZED (
    SELECT r.* FROM {view}.rule AS r WHERE r.step = 'reception_step'
),

reception AS MATERIALIZED (
    SELECT a.activity, a.kind, a.chain, a.level, a.day, o.amount
    FROM {view}.activity AS a
    CROSS JOIN LATERAL {view}.rule_on('reception_step', a.chain, a.level, a.day) AS o
    WHERE
        EXISTS (SELECT FROM rule) AND a.kind = 'reception' AND a.day <= duties_of_receptions.last
        AND a.known_from <= known AND (a.known_to IS NULL OR a.known_to > known) AND a.chain @> ARRAY[asked]
        AND EXISTS (SELECT FROM rule AS r WHERE a.chain @> ARRAY[r.jurisdiction])
),

opinion AS MATERIALIZED (
    SELECT n.activity, n.opinion, n.suggestions, least(n.answered, n.rejected) AS settled
    FROM reception AS a
    INNER JOIN {view}.opinion AS n ON a.activity = n.activity
    WHERE n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known) AND n.day IS NOT NULL AND n.day <= duties_of_receptions.last
),

-- Days of the steps of a suggestion, or of an opinion that was handed on.
suggestion AS (
    SELECT
        f.opinion,
        min(s.entered) AS handed,
        CASE WHEN bool_and(m.day IS NOT NULL) THEN max(m.day) END AS replied,
        CASE WHEN bool_and(d.fed_back IS NOT NULL) THEN max(d.fed_back) END AS fed_back,
        CASE WHEN bool_and(d.archived IS NOT NULL) THEN max(d.archived) END AS archived
    FROM (SELECT o.opinion, u.suggestion FROM opinion AS o CROSS JOIN unnest(o.suggestions) AS u (suggestion)) AS f
    LEFT JOIN LATERAL (
        SELECT n.entered
        FROM {view}.suggestion AS n
        WHERE f.suggestion = n.suggestion AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
        OFFSET 0
    ) AS s ON TRUE
    LEFT JOIN LATERAL (
        SELECT min(lower(n.replied)) AS day
        FROM {view}.matter AS n
        WHERE
            (n.matter = f.suggestion OR cardinality(n.members) > 1 AND n.members @> ARRAY[f.suggestion])
            AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
    ) AS m ON TRUE
    LEFT JOIN LATERAL (
        SELECT min(n.day) FILTER (WHERE n.step = 'fed_back') AS fed_back, min(n.day) FILTER (WHERE n.step = 'archived') AS archived
        FROM {view}.deed AS n
        WHERE
            f.suggestion = n.deed AND n.step IN ('fed_back', 'archived') AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
    ) AS d ON TRUE
    GROUP BY f.opinion
),

passed AS (
    SELECT
        o.activity,
        least(o.settled, s.handed, h.day) AS handed,
        coalesce(o.settled, s.replied) AS replied,
        coalesce(o.settled, s.fed_back) AS fed_back,
        coalesce(o.settled, s.archived) AS archived
    FROM opinion AS o
    LEFT JOIN suggestion AS s ON o.opinion = s.opinion
    LEFT JOIN LATERAL (
        SELECT min(n.day) AS day
        FROM {view}.deed AS n
        WHERE o.opinion = n.deed AND n.step = 'handed' AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
    ) AS h ON TRUE
),

step AS (
    SELECT
        a.activity, a.day,
        ARRAY[
            CASE WHEN n.day <= a.day THEN a.day END,
            a.day,
            CASE WHEN p.activity IS NULL THEN a.day WHEN p.handed THEN greatest(a.day, p.handed_on) END,
            CASE WHEN p.activity IS NULL THEN a.day WHEN p.replied THEN greatest(a.day, p.replied_on) END,
            CASE WHEN p.activity IS NULL THEN a.day WHEN p.fed_back THEN greatest(a.day, p.fed_back_on) END,
            CASE WHEN p.activity IS NULL THEN a.day WHEN p.archived THEN greatest(a.day, p.archived_on) END
        ] AS days
    FROM reception AS a
    LEFT JOIN LATERAL (
        SELECT min(d.day) AS day
        FROM {view}.deed AS d
        WHERE a.activity = d.deed AND d.step = 'announced' AND d.known_from <= known AND (d.known_to IS NULL OR d.known_to > known)
    ) AS n ON TRUE
    LEFT JOIN (
        SELECT
            q.activity,
            bool_and(q.handed IS NOT NULL) AS handed, max(q.handed) AS handed_on,
            bool_and(q.replied IS NOT NULL) AS replied, max(q.replied) AS replied_on,
            bool_and(q.fed_back IS NOT NULL) AS fed_back, max(q.fed_back) AS fed_back_on,
            bool_and(q.archived IS NOT NULL) AS archived, max(q.archived) AS archived_on
        FROM passed AS q
        GROUP BY q.activity
    ) AS p ON a.activity = p.activity
)

SELECT
    a.activity, a.kind, a.day, a.chain, a.level, a.amount,
    (SELECT count(*) FROM unnest(s.days) AS u (day) WHERE u.day <= duties_of_receptions.last),
    datemultirange(daterange(a.day, NULL)),
    CASE
        WHEN e.days[a.amount] IS NULL THEN '{}'
        ELSE datemultirange(daterange(e.days[a.amount], NULL))
    END
FROM reception AS a
INNER JOIN step AS s ON a.activity = s.activity
CROSS JOIN LATERAL (SELECT array_agg(u.day ORDER BY u.day) AS days FROM unnest(s.days) AS u (day) WHERE u.day IS NOT NULL) AS e
$$;
