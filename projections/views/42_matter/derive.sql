-- Suggestions that are or were linked, by matter and span of recorded days; the rest are matters of their own.
WITH linked AS MATERIALIZED (
    SELECT t.matter
    FROM touched_matter AS t
    WHERE
        EXISTS (SELECT FROM {view}.link AS l WHERE t.matter = l.one AND l.stands)
        OR EXISTS (SELECT FROM {view}.link AS l WHERE t.matter = l.other AND l.stands)
),

member AS MATERIALIZED (
    SELECT n.matter, n.since, n.until, n.suggestion, s AS said
    FROM (SELECT array_agg(l.matter) AS suggestions FROM linked AS l) AS k
    CROSS JOIN LATERAL {view}.members(k.suggestions) AS n
    LEFT JOIN {view}.suggestion AS s
        ON n.suggestion = s.suggestion AND s.known_from <= n.since AND (s.known_to IS NULL OR n.since < s.known_to)
    WHERE k.suggestions IS NOT NULL
),

assigned AS (
    SELECT
        g.matter, g.since,
        array_agg(g.department ORDER BY g.role, g.department) AS departments,
        array_agg(g.role ORDER BY g.role, g.department) AS roles,
        array_agg(g.stay ORDER BY g.role, g.department) AS stays
    FROM (
        SELECT m.matter, m.since, d.department, d.role, range_agg(d.stay - (m.said).closed) AS stay
        FROM member AS m
        CROSS JOIN LATERAL unnest((m.said).departments, (m.said).roles, (m.said).stays) AS d (department, role, stay)
        GROUP BY m.matter, m.since, d.department, d.role
    ) AS g
    GROUP BY g.matter, g.since
),

handled AS (
    SELECT
        g.matter, g.since,
        array_agg(g.handler ORDER BY g.handler) AS handlers,
        array_agg(g.level ORDER BY g.handler) AS levels,
        array_agg(g.day ORDER BY g.handler) AS days
    FROM (
        SELECT DISTINCT ON (m.matter, m.since, split_part(h.handler, ' ', 1)) m.matter, m.since, h.handler, h.level, h.day
        FROM member AS m
        CROSS JOIN LATERAL unnest((m.said).handlers, (m.said).handler_levels, (m.said).handler_days) AS h (handler, level, day)
        ORDER BY m.matter, m.since, split_part(h.handler, ' ', 1), h.day, h.handler
    ) AS g
    GROUP BY g.matter, g.since
),

-- Their later assignments.
handled_again AS (
    SELECT g.matter, g.since, array_agg(DISTINCT g.congress || ' ' || to_char(g.day, 'YYYY-MM-DD')) AS days
    FROM (
        SELECT m.matter, m.since, h.congress, h.day, min(h.day) OVER (PARTITION BY m.matter, m.since, h.congress) AS first_day
        FROM member AS m
        CROSS JOIN LATERAL (
            SELECT split_part(u.handler, ' ', 1) AS congress, u.day
            FROM unnest((m.said).handlers, (m.said).handler_days) AS u (handler, day)
            UNION ALL
            SELECT split_part(u.one, ' ', 1), split_part(u.one, ' ', 2)::date FROM unnest((m.said).handled_again) AS u (one)
        ) AS h
    ) AS g
    WHERE g.day > g.first_day
    GROUP BY g.matter, g.since
),

set_of AS (
    SELECT
        m.matter, m.since,
        coalesce(array_agg(DISTINCT o.opinion) FILTER (WHERE o.opinion IS NOT NULL), '{}') AS opinions,
        coalesce(array_agg(DISTINCT o.seen) FILTER (WHERE o.seen IS NOT NULL), '{}') AS seen,
        coalesce(array_agg(DISTINCT o.dispute) FILTER (WHERE o.dispute IS NOT NULL), '{}') AS disputes,
        coalesce(array_agg(DISTINCT o.anomaly) FILTER (WHERE o.anomaly IS NOT NULL), '{}') AS anomalies
    FROM member AS m
    CROSS JOIN LATERAL unnest(
        (m.said).opinions, (m.said).seen, (m.said).disputes, (m.said).anomalies
    ) AS o (opinion, seen, dispute, anomaly)
    GROUP BY m.matter, m.since
),

-- What the conditions of a matter are made of; a suggestion that is returned, a letter or withdrawn asks for nothing, and of one that its own source
-- has not told of yet nothing is so.
summed AS (
    SELECT
        m.matter,
        m.since,
        m.until,
        array_agg(m.suggestion ORDER BY m.suggestion) AS members,
        (array_agg(
            m.said ORDER BY (m.said).rooted DESC, (m.said).first_time, (m.said).first_speaker, (m.said).first_id
        ) FILTER (WHERE (m.said).suggestion IS NOT NULL))[1] AS of,
        range_agg(m.begun - (m.said).closed) AS counting,
        range_agg((m.said).assigned - (m.said).closed) AS assigned,
        range_agg((m.said).unanswered - (m.said).closed) AS unanswered,
        range_agg((m.said).unsolved - (m.said).closed) AS unsolved,
        range_agg((m.said).unplanned - (m.said).closed) AS unplanned,
        range_agg((m.said).dissatisfied * m.begun - (m.said).closed) AS dissatisfied,
        range_agg((m.said).unrated * m.begun - (m.said).closed) AS unrated,
        range_agg((m.said).promised * m.begun - (m.said).closed) AS promised,
        range_agg((m.said).unkept * m.begun - (m.said).closed) AS unkept,
        range_agg((m.said).supervised * m.begun) AS supervised,
        range_agg((m.said).published * m.begun) AS published
    FROM (SELECT m.*, coalesce(datemultirange({view}.days((m.said).entered, NULL)), '{}') AS begun FROM member AS m) AS m
    GROUP BY m.matter, m.since, m.until
    HAVING count((m.said).suggestion) > 0
),

-- The same of all matters: the linked, and the single suggestion that is its matter as it stands.
matter AS (
    SELECT
        s.matter, s.since, s.until, s.members, (s.of).origin, (s.of).kind, (s.of).category, (s.of).title,
        coalesce(s.counting, '{}') AS counting, s.assigned, s.unanswered, s.unsolved, s.unplanned, s.dissatisfied, s.unrated,
        s.promised, s.unkept, s.supervised, s.published,
        coalesce(a.departments, '{}') AS departments, coalesce(a.roles, '{}') AS roles, coalesce(a.stays, '{}') AS stays,
        coalesce(h.handlers, '{}') AS handlers, coalesce(h.levels, '{}') AS handler_levels, coalesce(h.days, '{}') AS handler_days,
        e.days AS handled_again,
        CASE WHEN cardinality(s.members) = 1 THEN (s.of).opinions ELSE coalesce(o.opinions, '{}') END AS opinions,
        (s.of).chain, (s.of).level,
        -- A matter of one suggestion has that one's sets as they stand, whether it ever was linked or not.
        CASE WHEN cardinality(s.members) = 1 THEN (s.of).disputes ELSE coalesce(o.disputes, '{}') END AS disputes,
        CASE WHEN cardinality(s.members) = 1 THEN (s.of).seen ELSE coalesce(o.seen, '{}') END AS seen,
        CASE WHEN cardinality(s.members) = 1 THEN (s.of).anomalies ELSE coalesce(o.anomalies, '{}') END AS anomalies
    FROM summed AS s
    LEFT JOIN assigned AS a ON s.matter = a.matter AND s.since = a.since
    LEFT JOIN handled AS h ON s.matter = h.matter AND s.since = h.since
    LEFT JOIN handled_again AS e ON s.matter = e.matter AND s.since = e.since
    LEFT JOIN set_of AS o ON s.matter = o.matter AND s.since = o.since
    UNION ALL
    SELECT
        s.suggestion, s.known_from, s.known_to, ARRAY[s.suggestion], s.origin, s.kind, s.category, s.title,
        coalesce(datemultirange({view}.days(s.entered, NULL)) - s.closed, '{}'),
        s.assigned - s.closed, s.unanswered - s.closed, s.unsolved - s.closed, s.unplanned - s.closed, s.dissatisfied - s.closed,
        s.unrated - s.closed, s.promised - s.closed, s.unkept - s.closed, s.supervised, s.published,
        s.departments, s.roles, CASE WHEN s.closed = '{}' THEN s.stays ELSE {view}.stays_without(s.stays, s.closed) END,
        s.handlers, s.handler_levels, s.handler_days, s.handled_again, s.opinions, s.chain, s.level, s.disputes, s.seen, s.anomalies
    FROM touched_matter AS t
    INNER JOIN {view}.suggestion AS s ON t.matter = s.suggestion
    WHERE NOT EXISTS (SELECT FROM linked AS l WHERE t.matter = l.matter)
)

SELECT
    m.matter,
    m.members,
    m.origin,
    m.kind,
    m.category,
    m.title,
    m.counting,
    m.replied,
    m.completed,
    CASE
        WHEN isempty(m.promised) THEN m.completed - m.unsolved
        ELSE (m.completed - m.unsolved) + (m.completed * (m.promised - m.unkept))
    END AS implemented,
    m.replied - m.unplanned AS planned,
    m.completed * m.unrated AS unrated,
    m.supervised * m.counting AS supervised,
    m.published * m.counting AS published,
    m.departments,
    m.roles,
    m.stays,
    m.handlers,
    m.handler_levels,
    m.handler_days,
    m.handled_again,
    m.handled_again IS NOT NULL
    OR m.counting <> datemultirange(daterange(lower(m.counting), NULL))
    OR m.stays <> '{}' AND NOT (m.stays[1] = ALL (m.stays) AND m.stays[1] = datemultirange(daterange(lower(m.stays[1]), NULL))) AS unsteady,
    m.opinions,
    m.chain,
    m.level,
    lower(m.counting) AS day,
    m.disputes,
    m.seen,
    m.anomalies,
    m.since AS known_from,
    m.until AS known_to
FROM (
    SELECT m.*, m.replied - m.dissatisfied AS completed
    FROM (SELECT m.*, (m.assigned - m.unanswered) * m.counting AS replied FROM matter AS m OFFSET 0) AS m
    -- Once for each, not once for each use.
    OFFSET 0
) AS m
