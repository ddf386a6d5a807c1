-- A project is derived for each span of recorded days on which the same statements about it stood. Whose word it is: of those
-- who say that it was voted on (else: that it is a candidate) the source that minted the id, its latest statement; if it has
-- not spoken the smallest source.
WITH said AS MATERIALIZED (
    SELECT
        s.*,
        s.type = 'cn.npc.project.voted.v1' AS voted,
        core.minter(s.object) = ANY (coalesce(h.line, ARRAY[s.speaker])) AS minted
    FROM touched_project AS t
    INNER JOIN {view}.statement AS s ON t.project = s.object
    LEFT JOIN {view}.source AS h ON s.speaker = h.source
    WHERE s.type IN ('cn.npc.project.candidate_listed.v1', 'cn.npc.project.voted.v1')
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
        s.speaker, s.minted, s.id, s.ident, s.time, s.day, s.unit, s.region, s.data, s.disputed, s.voted
    FROM span AS p
    INNER JOIN said AS s
        ON p.object = s.object AND s.known_from <= p.known_from AND (s.known_to IS NULL OR p.known_from < s.known_to)
),

word AS (
    SELECT DISTINCT ON (s.project, s.known_from, s.voted) s.*
    FROM standing AS s
    ORDER BY
        s.project, s.known_from, s.voted, s.minted DESC,
        CASE WHEN s.minted THEN s.time END DESC NULLS LAST, CASE WHEN s.minted THEN s.id END DESC NULLS LAST, s.speaker, s.id
),

-- The vote and the listing side by side; the region is that of the organ that voted, before the vote of the one that listed.
main AS (
    SELECT DISTINCT ON (w.project, w.known_from)
        w.*,
        l.data AS listed
    FROM word AS w
    LEFT JOIN word AS l ON w.project = l.project AND w.known_from = l.known_from AND NOT l.voted
    ORDER BY w.project, w.known_from, w.voted DESC
),

gathered AS (
    SELECT
        s.project,
        s.known_from,
        coalesce(array_agg(DISTINCT s.ident ORDER BY s.ident) FILTER (WHERE s.disputed), '{}') AS disputes,
        core.united(core.gathered(a.chain)) AS seen,
        bool_or(s.region <> w.region OR s.data || w.data <> w.data || s.data) AS differ
    FROM standing AS s
    INNER JOIN word AS w ON s.project = w.project AND s.known_from = w.known_from AND s.voted = w.voted
    CROSS JOIN LATERAL {view}.place_on(s.region, s.day) AS a
    GROUP BY s.project, s.known_from
)

SELECT
    m.project,
    (m.data ->> 'year')::integer AS year,
    m.listed ->> 'title' AS title,
    (m.listed ->> 'cost')::bigint AS cost,
    (m.data ->> 'votes_for')::integer AS votes_for,
    (m.data ->> 'against')::integer AS against,
    (m.data ->> 'abstain')::integer AS abstain,
    (m.data ->> 'present')::integer AS present,
    (m.data ->> 'elected')::boolean AS elected,
    m.unit,
    m.region,
    a.chain,
    a.level,
    CASE WHEN m.voted THEN m.day END AS voted,
    CASE WHEN (m.data ->> 'elected')::boolean THEN m.day END AS day,
    g.disputes,
    g.seen,
    array_remove(
        ARRAY[
            CASE WHEN g.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN g.differ THEN 'VALUES_DIFFER' END,
            CASE WHEN m.voted AND NOT r.congress THEN 'VOTED_WITHOUT_CONGRESS' END,
            CASE WHEN r.region IS NULL THEN 'REGION_NOT_VALID' END
        ],
        NULL
    ) AS anomalies,
    m.known_from,
    m.known_to
FROM main AS m
INNER JOIN gathered AS g ON m.project = g.project AND m.known_from = g.known_from
CROSS JOIN LATERAL {view}.place_on(m.region, m.day) AS a
LEFT JOIN {view}.ancestry AS r ON m.region = r.region AND r.valid_from <= m.day AND m.day < r.valid_to
