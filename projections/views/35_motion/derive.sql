-- A motion is derived for each span of recorded days on which the same statements about it stood. Whose word it is: the source that minted the
-- id, its latest statement; if it has not spoken the smallest source.
WITH said AS MATERIALIZED (
    SELECT s.*, core.minter(s.object) = ANY (coalesce(h.line, ARRAY[s.speaker])) AS minted
    FROM touched_motion AS t
    INNER JOIN {view}.statement AS s ON t.motion = s.object
    LEFT JOIN {view}.source AS h ON s.speaker = h.source
    WHERE s.type = 'cn.npc.motion.submitted.v1'
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
        p.object AS motion, p.known_from, p.known_to, s.speaker, s.minted, s.id, s.ident, s.time, s.day, s.unit, s.region, s.data, s.disputed
    FROM span AS p
    INNER JOIN said AS s
        ON p.object = s.object AND s.known_from <= p.known_from AND (s.known_to IS NULL OR p.known_from < s.known_to)
),

word AS MATERIALIZED (
    SELECT DISTINCT ON (s.motion, s.known_from) s.*
    FROM standing AS s
    ORDER BY
        s.motion, s.known_from, s.minted DESC,
        CASE WHEN s.minted THEN s.time END DESC NULLS LAST, CASE WHEN s.minted THEN s.id END DESC NULLS LAST, s.speaker, s.id
),

gathered AS (
    SELECT
        s.motion,
        s.known_from,
        coalesce(array_agg(DISTINCT s.ident ORDER BY s.ident) FILTER (WHERE s.disputed), '{}') AS disputes,
        core.united(core.gathered(a.chain)) AS seen,
        bool_or(s.region <> w.region OR s.day <> w.day OR s.data || w.data <> w.data || s.data) AS differ
    FROM standing AS s
    INNER JOIN word AS w ON s.motion = w.motion AND s.known_from = w.known_from
    CROSS JOIN LATERAL {view}.place_on(s.region, s.day) AS a
    GROUP BY s.motion, s.known_from
)

SELECT
    w.motion,
    w.data ->> 'lead' AS lead,
    ARRAY(SELECT DISTINCT m.one FROM jsonb_array_elements_text(coalesce(w.data -> 'signers', '[]')) AS m (one) ORDER BY 1) AS signers,
    (w.data ->> 'term')::integer AS term,
    (w.data ->> 'session')::integer AS session,
    w.data ->> 'title' AS title,
    w.region,
    a.chain,
    a.level,
    w.day,
    g.disputes,
    g.seen,
    array_remove(
        ARRAY[
            CASE WHEN g.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN g.differ THEN 'VALUES_DIFFER' END,
            CASE WHEN r.region IS NULL THEN 'REGION_NOT_VALID' END
        ],
        NULL
    ) AS anomalies,
    w.known_from,
    w.known_to
FROM word AS w
INNER JOIN gathered AS g ON w.motion = g.motion AND w.known_from = g.known_from
CROSS JOIN LATERAL {view}.place_on(w.region, w.day) AS a
LEFT JOIN {view}.ancestry AS r ON w.region = r.region AND r.valid_from <= w.day AND w.day < r.valid_to
