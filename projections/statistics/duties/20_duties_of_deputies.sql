-- What duty rules ask of each mandate ('mandate') or group of deputies ('group': unit and delegation) under a region, period by period, and whether
-- it was done, as known at the end of a recorded day; periods and deeds up to `last`. `required`: the happened days on which the duty is counted:
-- from the first day of its period, or that on which the first rule of it comes into force, to the day on which the mandate ends before the period
-- does. Of a period in the midst of which the mandate began nothing is required. `met`: those of these on which at least `amount` are done;
-- `done`: how many by `last`.
CREATE FUNCTION {view}.duties_of_deputies(subject text, asked text, last date, known date)
RETURNS TABLE (
    key text, step text, since date, chain text [], level text, amount integer, done bigint, required datemultirange, met datemultirange
)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
WITH rule AS MATERIALIZED (
    SELECT r.* FROM {view}.rule AS r WHERE starts_with(r.step, CASE subject WHEN 'mandate' THEN 'duty_' ELSE 'group_' END)
),

-- Congresses of which a mandate lies under the region and under a rule. What owes together is looked at whole, wherever each mandate lies.
congress AS MATERIALIZED (
    SELECT DISTINCT m.unit
    FROM {view}.mandate AS m
    WHERE
        EXISTS (SELECT FROM rule)
        AND m.known_from <= known AND (m.known_to IS NULL OR m.known_to > known) AND m.day <= duties_of_deputies.last
        AND m.chain @> ARRAY[asked]
        AND EXISTS (SELECT FROM rule AS r WHERE m.chain @> ARRAY[r.jurisdiction] AND r.level IN ('', m.level))
),

-- Mandates of one person in one congress and term are one seat, however many records there are of it: its name is the smallest of theirs.
seat AS MATERIALIZED (
    SELECT
        m.mandate, m.chain, m.level, m.day, m.held, o.person,
        CASE subject
            WHEN 'mandate' THEN min(m.mandate) OVER (PARTITION BY m.unit, m.term, o.person)
            ELSE m.unit || ' ' || m.delegation
        END AS key
    FROM congress AS c
    INNER JOIN {view}.mandate AS m ON c.unit = m.unit
    LEFT JOIN {view}.alias AS l ON m.person = l.alias AND l.known_from <= known AND (l.known_to IS NULL OR l.known_to > known)
    CROSS JOIN LATERAL (SELECT coalesce(l.person, m.person) AS person) AS o
    WHERE m.known_from <= known AND (m.known_to IS NULL OR m.known_to > known) AND NOT isempty(m.held)
),

-- All lies where the mandate does that began first, so that whoever comes later moves nothing.
holder AS MATERIALIZED (
    SELECT f.key, f.chain, f.level, f.day, g.held
    FROM (SELECT DISTINCT ON (s.key) s.key, s.chain, s.level, s.day FROM seat AS s ORDER BY s.key, s.day, s.mandate) AS f
    INNER JOIN (SELECT n.key, range_agg(n.held) AS held FROM seat AS n GROUP BY n.key) AS g ON f.key = g.key
    WHERE f.chain @> ARRAY[asked]
),

-- Which rule is that of a period is the same for all of one congress.
house AS (
    SELECT h.chain, h.level, min(h.day) AS day FROM holder AS h GROUP BY h.chain, h.level
),

turn AS MATERIALIZED (
    -- A quarter and the year that begins with it are two periods.
    SELECT DISTINCT ON (h.chain, h.level, r.step, r.period, p.since)
        h.chain, h.level, r.step, r.period, r.amount, p.since, p.until, greatest(p.since, r.valid_from) AS entered
    FROM house AS h
    INNER JOIN rule AS r ON h.chain @> ARRAY[r.jurisdiction] AND r.level IN ('', h.level)
    CROSS JOIN LATERAL (
        SELECT n.since, n.until
        FROM {view}.duty_periods(r.period, greatest(h.day, r.valid_from), least(duties_of_deputies.last, r.valid_to - 1)) AS n
        UNION ALL
        SELECT n.first, coalesce(n.last + 1, 'infinity')
        FROM {view}.stat_terms(h.chain[1], known) AS n
        WHERE
            r.period = 'per_term' AND n.first <= least(duties_of_deputies.last, r.valid_to - 1) AND coalesce(n.last, 'infinity') >= r.valid_from
            -- Of a term whose end is not known nothing is guessed.
            AND (n.last IS NOT NULL OR n.followed_by IS NULL)
    ) AS p
    CROSS JOIN LATERAL {view}.rule_on(r.step, h.chain, h.level, greatest(p.since, r.valid_from)) AS o
    WHERE (r.rule, r.source, r.id) = (o.rule, o.source, o.id)
    ORDER BY h.chain, h.level, r.step, r.period, p.since, greatest(p.since, r.valid_from)
),

duty AS MATERIALIZED (
    SELECT
        h.key, t.step, t.period, t.since, t.until, h.chain, h.level, t.amount,
        -- Until the first day of the period on which it is held no more.
        datemultirange(
            daterange(t.entered, lower(datemultirange(daterange(t.since, t.until)) - h.held))
        ) AS required
    FROM holder AS h
    INNER JOIN turn AS t ON h.chain = t.chain AND h.level = t.level
    WHERE h.held @> daterange(t.since, t.entered, '[]')
),

part AS MATERIALIZED (
    SELECT s.key, s.mandate, s.person, s.chain[1] AS region, p.activity, p.kind, p.day
    FROM seat AS s
    -- A look into the index for each.
    CROSS JOIN LATERAL (
        SELECT n.activity, n.kind, n.day
        FROM {view}.participation AS n
        WHERE s.mandate = n.mandate AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known) AND n.day <= duties_of_deputies.last
        OFFSET 0
    ) AS p
    -- What somebody does who is no deputy that day is no deed of a group; a mandate's own duty ends when it is not held.
    WHERE subject = 'mandate' OR s.held @> p.day
),

told AS MATERIALIZED (
    SELECT s.key, d.step, d.what, d.leads, d.kind, d.day
    FROM seat AS s
    CROSS JOIN LATERAL (
        SELECT n.step, n.what, n.leads, n.kind, n.day
        FROM {view}.deed AS n
        WHERE
            s.mandate = n.mandate AND n.mandate <> '' AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
            AND n.day <= duties_of_deputies.last
        OFFSET 0
    ) AS d
    WHERE subject = 'mandate' OR s.held @> d.day
    UNION ALL
    SELECT s.key, 'duty_training', c.course, FALSE, '', c.day
    FROM seat AS s
    CROSS JOIN LATERAL (
        SELECT n.course, n.day
        FROM {view}.training AS n
        WHERE s.mandate = n.mandate AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known) AND n.day <= duties_of_deputies.last
        OFFSET 0
    ) AS c
),

-- Sessions of a congress: whoever takes part in something on their days does so in session.
sitting AS MATERIALIZED (
    SELECT n.chain[1] AS region, n.day, coalesce(n.last, n.day) AS last
    FROM {view}.session AS n
    WHERE
        EXISTS (SELECT FROM seat) AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known) AND n.day <= duties_of_deputies.last
),

-- What a group did together: in how many of its mandates, and how many persons.
joint AS MATERIALIZED (
    SELECT
        p.key, p.activity, min(p.kind) AS kind, min(p.day) AS day, count(DISTINCT p.mandate) AS mandates, count(DISTINCT p.person) AS persons
    FROM part AS p
    WHERE subject = 'group'
    GROUP BY p.key, p.activity
),

-- One deed is of one step: courses and good deeds are of their own, all other activities between sessions are activities.
deed AS (
    SELECT
        p.key,
        CASE p.kind WHEN 'training' THEN 'duty_training' WHEN 'good_deed' THEN 'duty_good_deed' ELSE 'duty_activity' END AS step,
        p.activity AS what, p.day, NULL::datemultirange AS days
    FROM part AS p
    WHERE
        subject = 'mandate'
        AND (
            p.kind IN ('training', 'good_deed')
            OR NOT EXISTS (SELECT FROM sitting AS n WHERE p.region = n.region AND n.day <= p.day AND p.day <= n.last)
        )
    UNION ALL
    SELECT t.key, t.step, t.what, t.day, NULL
    FROM told AS t
    WHERE subject = 'mandate'
    UNION ALL
    SELECT j.key, 'group_activity', j.activity, j.day, NULL
    FROM joint AS j
    WHERE j.kind = 'group'
    UNION ALL
    -- Among themselves: a meeting of at least two of the group and of nobody else.
    SELECT j.key, 'group_exchange', j.activity, j.day, NULL
    FROM joint AS j
    WHERE
        j.kind = 'meeting' AND j.persons > 1
        AND j.mandates = (
            SELECT count(*) FROM {view}.participation AS n
            WHERE n.activity = j.activity AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
        )
    UNION ALL
    SELECT j.key, 'group_research', d.what, d.day, NULL
    FROM joint AS j
    INNER JOIN {view}.deed AS d ON j.activity = d.activity
    WHERE d.step = 'group_research' AND d.known_from <= known AND (d.known_to IS NULL OR d.known_to > known) AND d.day <= duties_of_deputies.last
    UNION ALL
    SELECT t.key, 'group_suggestion', t.what, t.day, NULL
    FROM told AS t
    WHERE subject = 'group' AND t.step = 'duty_proposal' AND t.leads AND t.kind IN ('delegation', 'co_signed')
    UNION ALL
    SELECT j.key, 'group_solved', o.opinion, lower(o.resolved), o.resolved
    FROM joint AS j
    INNER JOIN {view}.opinion AS o ON j.activity = o.activity
    WHERE o.known_from <= known AND (o.known_to IS NULL OR o.known_to > known) AND NOT isempty(o.resolved)
        AND EXISTS (SELECT FROM duty AS d WHERE d.step = 'group_solved')
),

-- Each once; a suggestion while it is not returned, turned into a letter or withdrawn.
thing AS (
    SELECT
        d.key, d.step, d.what, min(d.day) AS day,
        coalesce(range_agg(d.days), datemultirange(daterange(min(d.day), NULL))) - coalesce(range_agg(n.closed), '{}') AS days
    FROM deed AS d
    LEFT JOIN {view}.suggestion AS n
        ON
            d.step IN ('duty_proposal', 'group_suggestion') AND d.what = n.suggestion
            AND n.known_from <= known AND (n.known_to IS NULL OR n.known_to > known)
    GROUP BY d.key, d.step, d.what
),

gathered AS (
    SELECT
        d.key, d.step, d.period, d.since, array_agg(u.day) AS days, array_agg(u.sign) AS signs,
        sum(u.sign) FILTER (WHERE u.day <= duties_of_deputies.last) AS done
    FROM duty AS d
    INNER JOIN thing AS t ON d.key = t.key AND d.step = t.step AND d.since <= t.day AND t.day < d.until
    CROSS JOIN LATERAL unnest(t.days) AS s (span)
    CROSS JOIN LATERAL (VALUES (lower(s.span), 1), (upper(s.span), -1)) AS u (day, sign)
    WHERE u.day IS NOT NULL
    GROUP BY d.key, d.step, d.period, d.since
)

SELECT
    d.key, d.step, d.since, d.chain, d.level, d.amount, coalesce(g.done, 0)::bigint, d.required,
    CASE WHEN g.key IS NULL THEN '{}' ELSE {view}.days_of_enough(g.days, g.signs, d.amount) * d.required END
FROM duty AS d
LEFT JOIN gathered AS g ON d.key = g.key AND d.step = g.step AND d.period = g.period AND d.since = g.since
$$;
