-- A project is derived for each span of recorded days on which the same statements about it stood. Whose word it is, of each step by itself: the
-- source that minted the id, its latest statement; if it has not spoken the smallest source. Progress and evaluations follow one another: of
-- these all that source says stands.
WITH said AS MATERIALIZED (
    SELECT
        s.*,
        split_part(s.type, '.', 4) AS step,
        core.minter(s.object) = ANY (coalesce(h.line, ARRAY[s.speaker])) AS minted
    FROM touched_project AS t
    INNER JOIN {view}.statement AS s ON t.project = s.object
    LEFT JOIN {view}.source AS h ON s.speaker = h.source
    WHERE
        s.type IN (
            'cn.npc.project.collected.v1', 'cn.npc.project.candidate_listed.v1', 'cn.npc.project.voted.v1', 'cn.npc.project.progressed.v1',
            'cn.npc.project.evaluated.v1'
        )
),

turn AS (
    SELECT s.object, s.known_from AS day FROM said AS s
    UNION
    SELECT s.object, s.known_to FROM said AS s WHERE s.known_to IS NOT NULL
),

span AS (
    SELECT t.object, t.day AS known_from, lead(t.day) OVER (PARTITION BY t.object ORDER BY t.day) AS known_to FROM turn AS t
),

standing AS MATERIALIZED (
    SELECT
        p.object AS project, p.known_from, p.known_to,
        s.speaker, s.minted, s.id, s.ident, s.time, s.day, s.unit, s.region, s.data, s.disputed, s.step
    FROM span AS p
    INNER JOIN said AS s
        ON p.object = s.object AND s.known_from <= p.known_from AND (s.known_to IS NULL OR p.known_from < s.known_to)
),

word AS MATERIALIZED (
    SELECT DISTINCT ON (s.project, s.known_from, s.step) s.*
    FROM standing AS s
    ORDER BY
        s.project, s.known_from, s.step, s.minted DESC,
        CASE WHEN s.minted THEN s.time END DESC NULLS LAST, CASE WHEN s.minted THEN s.id END DESC NULLS LAST, s.speaker, s.id
),

-- The steps side by side. The region is that of the organ that voted, before the vote of the one that listed or collected it.
main AS MATERIALIZED (
    SELECT
        w.*,
        v.day AS voted,
        v.data AS ballot,
        l.day AS listed,
        c.day AS collected,
        coalesce(v.data, '{}') || jsonb_build_object(
            'title', coalesce(l.data -> 'title', c.data -> 'title'), 'cost', l.data -> 'cost', 'year', coalesce(v.data, l.data, c.data) -> 'year'
        ) AS told,
        CASE WHEN (v.data ->> 'elected')::boolean THEN v.day END AS elected
    FROM (
        SELECT DISTINCT ON (o.project, o.known_from) o.*
        FROM word AS o
        ORDER BY
            o.project, o.known_from, array_position(ARRAY['voted', 'candidate_listed', 'collected', 'progressed', 'evaluated'], o.step)
    ) AS w
    LEFT JOIN word AS v ON w.project = v.project AND w.known_from = v.known_from AND v.step = 'voted'
    LEFT JOIN word AS l ON w.project = l.project AND w.known_from = l.known_from AND l.step = 'candidate_listed'
    LEFT JOIN word AS c ON w.project = c.project AND w.known_from = c.known_from AND c.step = 'collected'
),

-- How it went on, as the source tells whose word that is. `turned`: it is now carried out whole and was not, or the other way about.
course AS MATERIALIZED (
    SELECT
        s.*,
        m.elected,
        (s.data ->> 'progress')::integer AS progress,
        ((s.data ->> 'progress')::integer >= 100) IS DISTINCT FROM lag((s.data ->> 'progress')::integer >= 100, 1, FALSE) OVER w AS turned,
        row_number() OVER w AS place
    FROM standing AS s
    INNER JOIN word AS o
        ON
            s.project = o.project AND s.known_from = o.known_from AND s.step = o.step AND s.minted = o.minted AND (s.minted OR s.speaker = o.speaker)
    INNER JOIN main AS m ON s.project = m.project AND s.known_from = m.known_from
    WHERE s.step IN ('progressed', 'evaluated')
    WINDOW w AS (PARTITION BY s.project, s.known_from, s.step ORDER BY s.time, s.id)
),

gone_on AS (
    SELECT
        c.project,
        c.known_from,
        (array_agg(c.progress ORDER BY c.place DESC) FILTER (WHERE c.step = 'progressed'))[1] AS progress,
        {view}.days_open(array_agg(c.day ORDER BY c.place) FILTER (WHERE c.step = 'progressed' AND c.turned)) AS completed,
        array_agg(greatest(c.day, c.elected) ORDER BY c.place) FILTER (WHERE c.step = 'evaluated') AS evaluated,
        array_agg((c.data ->> 'satisfied')::bigint ORDER BY c.place) FILTER (WHERE c.step = 'evaluated') AS satisfied,
        array_agg((c.data ->> 'basically')::bigint ORDER BY c.place) FILTER (WHERE c.step = 'evaluated') AS basically,
        array_agg((c.data ->> 'dissatisfied')::bigint ORDER BY c.place) FILTER (WHERE c.step = 'evaluated') AS dissatisfied,
        bool_or(c.step = 'progressed' AND (c.elected IS NULL OR c.day < c.elected)) AS progressed_early,
        bool_or(c.step = 'evaluated' AND (c.elected IS NULL OR c.day < c.elected)) AS evaluated_early
    FROM course AS c
    GROUP BY c.project, c.known_from
),

gathered AS (
    SELECT
        s.project,
        s.known_from,
        coalesce(array_agg(DISTINCT s.ident ORDER BY s.ident) FILTER (WHERE s.disputed), '{}') AS disputes,
        core.united(core.gathered(a.chain)) AS seen,
        bool_or(
            s.region <> w.region OR s.step NOT IN ('progressed', 'evaluated') AND s.data || w.data <> w.data || s.data
        ) AS differ
    FROM standing AS s
    INNER JOIN word AS w ON s.project = w.project AND s.known_from = w.known_from AND s.step = w.step
    CROSS JOIN LATERAL {view}.place_on(s.region, s.day) AS a
    GROUP BY s.project, s.known_from
)

SELECT
    m.project,
    (m.told ->> 'year')::integer AS year,
    m.told ->> 'title' AS title,
    (m.told ->> 'cost')::bigint AS cost,
    (m.ballot ->> 'votes_for')::integer AS votes_for,
    (m.ballot ->> 'against')::integer AS against,
    (m.ballot ->> 'abstain')::integer AS abstain,
    (m.ballot ->> 'present')::integer AS present,
    (m.ballot ->> 'elected')::boolean AS elected,
    o.progress,
    m.unit,
    m.region,
    a.chain,
    a.level,
    m.collected,
    m.listed,
    m.voted,
    CASE WHEN m.elected IS NULL OR o.completed IS NULL THEN '{}' ELSE o.completed * datemultirange(daterange(m.elected, NULL)) END AS completed,
    CASE WHEN m.elected IS NULL OR o.evaluated IS NULL THEN '{}' ELSE o.evaluated END AS evaluated,
    CASE WHEN m.elected IS NULL OR o.evaluated IS NULL THEN '{}' ELSE o.satisfied END AS satisfied,
    CASE WHEN m.elected IS NULL OR o.evaluated IS NULL THEN '{}' ELSE o.basically END AS basically,
    CASE WHEN m.elected IS NULL OR o.evaluated IS NULL THEN '{}' ELSE o.dissatisfied END AS dissatisfied,
    least(m.collected, m.listed, m.elected) AS day,
    g.disputes,
    g.seen,
    array_remove(
        ARRAY[
            CASE WHEN g.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN g.differ THEN 'VALUES_DIFFER' END,
            CASE WHEN m.voted IS NOT NULL AND NOT r.congress THEN 'VOTED_WITHOUT_CONGRESS' END,
            CASE WHEN m.voted IS NOT NULL AND (m.listed IS NULL OR m.voted < m.listed) THEN 'VOTED_UNLISTED' END,
            CASE
                WHEN
                    (m.ballot ->> 'votes_for')::bigint + (m.ballot ->> 'against')::bigint + (m.ballot ->> 'abstain')::bigint
                    > (m.ballot ->> 'present')::bigint
                    THEN 'VOTES_OVER_PRESENT'
            END,
            CASE WHEN o.progressed_early THEN 'PROGRESSED_BEFORE_VOTE' END,
            CASE WHEN o.evaluated_early THEN 'EVALUATED_BEFORE_VOTE' END,
            CASE WHEN r.region IS NULL THEN 'REGION_NOT_VALID' END
        ],
        NULL
    ) AS anomalies,
    m.known_from,
    m.known_to
FROM main AS m
INNER JOIN gathered AS g ON m.project = g.project AND m.known_from = g.known_from
LEFT JOIN gone_on AS o ON m.project = o.project AND m.known_from = o.known_from
CROSS JOIN LATERAL {view}.place_on(m.region, m.day) AS a
LEFT JOIN {view}.ancestry AS r ON m.region = r.region AND r.valid_from <= m.day AND m.day < r.valid_to
