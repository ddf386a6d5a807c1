-- What the steps of a reception ask of each reception under a region, as known at the end of a recorded day: announced by its day, held, and of each
-- opinion collected there that it was handed on, answered, fed back and filed. An opinion that was answered on the spot, or rejected with a reason,
-- has passed all of these; one that became suggestions passes with all of them. `done`: the steps done by `last`; `met`: while as many are done as
-- the rule of the day of the reception asks for. What was done stays so; but a day knows only the opinions collected, and the suggestions made of
-- them, by then: with one more there is more to do.
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
    SELECT n.activity, n.opinion, n.day, n.suggestions, {view}.days_from(least(n.answered, n.rejected)) AS settled
    FROM reception AS a
    INNER JOIN {view}.opinion AS n ON a.activity = n.activity
    WHERE n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known) AND n.day IS NOT NULL AND n.day <= duties_of_receptions.last
),

handed AS MATERIALIZED (
    SELECT o.opinion, d.what AS suggestion, d.day
    FROM opinion AS o
    CROSS JOIN LATERAL (
        SELECT n.what, n.day
        FROM {view}.deed AS n
        WHERE o.opinion = n.deed AND n.step = 'handed' AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
        OFFSET 0
    ) AS d
),

-- What became of the suggestions of each, and since when they are its: as they say, or as the opinion's own event does.
fed AS MATERIALIZED (
    SELECT
        o.opinion,
        {view}.days_from(coalesce(least(s.said, h.day), s.entered, o.day)) AS days,
        {view}.days_from(m.day) AS replied,
        {view}.days_from(d.fed_back) AS fed_back,
        {view}.days_from(d.archived) AS archived
    FROM opinion AS o
    CROSS JOIN LATERAL unnest(o.suggestions) AS u (suggestion)
    LEFT JOIN handed AS h ON o.opinion = h.opinion AND u.suggestion = h.suggestion
    LEFT JOIN LATERAL (
        SELECT n.entered, (SELECT min(f.day) FROM unnest(n.opinions, n.opinion_days) AS f (opinion, day) WHERE f.opinion = o.opinion) AS said
        FROM {view}.suggestion AS n
        WHERE u.suggestion = n.suggestion AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
        OFFSET 0
    ) AS s ON TRUE
    LEFT JOIN LATERAL (
        SELECT min(lower(n.replied)) AS day
        FROM {view}.matter AS n
        WHERE
            (n.matter = u.suggestion OR cardinality(n.members) > 1 AND n.members @> ARRAY[u.suggestion])
            AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
    ) AS m ON TRUE
    LEFT JOIN LATERAL (
        SELECT min(n.day) FILTER (WHERE n.step = 'fed_back') AS fed_back, min(n.day) FILTER (WHERE n.step = 'archived') AS archived
        FROM {view}.deed AS n
        WHERE
            u.suggestion = n.deed AND n.step IN ('fed_back', 'archived') AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
    ) AS d ON TRUE
),

-- Once there is a suggestion, on the days on which none of those there are by then lacks the step.
followed AS (
    SELECT
        f.opinion,
        range_agg(f.days) AS handed,
        range_agg(f.days) - range_agg(f.days - f.replied) AS replied,
        range_agg(f.days) - range_agg(f.days - f.fed_back) AS fed_back,
        range_agg(f.days) - range_agg(f.days - f.archived) AS archived
    FROM fed AS f
    GROUP BY f.opinion
),

-- On which days some opinion collected by then lacks a step.
lacking AS (
    SELECT
        o.activity,
        range_agg({view}.days_from(o.day) - o.settled - coalesce(f.handed, '{}') - {view}.days_from(h.day)) AS handed,
        range_agg({view}.days_from(o.day) - o.settled - coalesce(f.replied, '{}')) AS replied,
        range_agg({view}.days_from(o.day) - o.settled - coalesce(f.fed_back, '{}')) AS fed_back,
        range_agg({view}.days_from(o.day) - o.settled - coalesce(f.archived, '{}')) AS archived
    FROM opinion AS o
    LEFT JOIN followed AS f ON o.opinion = f.opinion
    LEFT JOIN (SELECT n.opinion, min(n.day) AS day FROM handed AS n GROUP BY n.opinion) AS h ON o.opinion = h.opinion
    GROUP BY o.activity
),

done AS (
    SELECT a.activity, u.day, u.sign
    FROM reception AS a
    LEFT JOIN lacking AS l ON a.activity = l.activity
    LEFT JOIN LATERAL (
        SELECT min(d.day) AS day
        FROM {view}.deed AS d
        WHERE a.activity = d.deed AND d.step = 'announced' AND d.known_from <= known AND (d.known_to IS NULL OR d.known_to > known)
    ) AS n ON TRUE
    CROSS JOIN LATERAL (
        VALUES
        (CASE WHEN n.day <= a.day THEN '{}'::datemultirange END), ('{}'), (coalesce(l.handed, '{}')), (coalesce(l.replied, '{}')),
        (coalesce(l.fed_back, '{}')), (coalesce(l.archived, '{}'))
    ) AS k (lacks)
    CROSS JOIN LATERAL unnest({view}.days_from(a.day) - k.lacks) AS s (span)
    CROSS JOIN LATERAL (VALUES (lower(s.span), 1), (upper(s.span), -1)) AS u (day, sign)
    WHERE u.day IS NOT NULL
),

summed AS (
    SELECT d.activity, array_agg(d.day) AS days, array_agg(d.sign) AS signs, sum(d.sign) FILTER (WHERE d.day <= duties_of_receptions.last) AS done
    FROM done AS d
    GROUP BY d.activity
)

SELECT
    a.activity, a.kind, a.day, a.chain, a.level, a.amount, s.done, {view}.days_from(a.day),
    {view}.days_of_enough(s.days, s.signs, a.amount)
FROM reception AS a
INNER JOIN summed AS s ON a.activity = s.activity
$$;
