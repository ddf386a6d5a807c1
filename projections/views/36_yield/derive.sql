-- Derived for each span of recorded days on which the same was said of it and known of its activity.
WITH said AS MATERIALIZED (
    SELECT s.*, core.minter(s.object) = ANY (coalesce(h.line, ARRAY[s.speaker])) AS minted
    FROM touched_yield AS t
    INNER JOIN {view}.statement AS s ON t.activity = s.object
    LEFT JOIN {view}.source AS h ON s.speaker = h.source
    WHERE s.type = 'cn.npc.activity.yielded.v1'
),

held AS MATERIALIZED (
    SELECT a.*
    FROM touched_yield AS t
    CROSS JOIN LATERAL (SELECT o.* FROM {view}.activity AS o WHERE t.activity = o.activity OFFSET 0) AS a
),

turn AS (
    SELECT k.object, u.day
    FROM (SELECT s.object, s.known_from, s.known_to FROM said AS s UNION ALL SELECT h.activity, h.known_from, h.known_to FROM held AS h) AS k
    CROSS JOIN LATERAL (VALUES (k.known_from), (k.known_to)) AS u (day)
    WHERE u.day IS NOT NULL
    GROUP BY k.object, u.day
),

span AS (
    SELECT t.object, t.day AS known_from, lead(t.day) OVER (PARTITION BY t.object ORDER BY t.day) AS known_to FROM turn AS t
),

-- `rank`: whose word it is, all of theirs alike.
standing AS MATERIALIZED (
    SELECT
        p.object AS activity, p.known_from, p.known_to, s.speaker, s.id, s.ident, s.time, s.day, s.region, s.data, s.disputed,
        dense_rank() OVER (PARTITION BY p.object, p.known_from ORDER BY s.minted DESC, CASE WHEN NOT s.minted THEN s.speaker END) AS rank
    FROM span AS p
    INNER JOIN said AS s
        ON p.object = s.object AND s.known_from <= p.known_from AND (s.known_to IS NULL OR p.known_from < s.known_to)
),

gathered AS (
    SELECT
        s.activity,
        s.known_from,
        s.known_to,
        array_agg(s.day ORDER BY s.time, s.id) FILTER (WHERE s.rank = 1) AS days,
        array_agg(coalesce((s.data ->> 'money')::bigint, 0) ORDER BY s.time, s.id) FILTER (WHERE s.rank = 1) AS money,
        array_agg(coalesce((s.data ->> 'entities')::bigint, 0) ORDER BY s.time, s.id) FILTER (WHERE s.rank = 1) AS entities,
        coalesce(array_agg(DISTINCT s.ident ORDER BY s.ident) FILTER (WHERE s.disputed), '{}') AS disputes,
        core.gathered(a.chain) AS chains,
        count(DISTINCT s.rank) > 1 AS several
    FROM standing AS s
    CROSS JOIN LATERAL {view}.place_on(s.region, s.day) AS a
    GROUP BY s.activity, s.known_from, s.known_to
)

SELECT
    g.activity,
    -- Nothing came of what has not been held yet.
    CASE WHEN h.day IS NULL THEN g.days ELSE ARRAY(SELECT greatest(u.day, h.day) FROM unnest(g.days) WITH ORDINALITY AS u (day, place) ORDER BY u.place) END AS days,
    g.money,
    g.entities,
    h.kind,
    h.chain,
    h.level,
    CASE WHEN h.day IS NOT NULL THEN greatest(g.days[1], h.day) END AS day,
    g.disputes,
    core.united(coalesce(h.seen, '{}') || g.chains) AS seen,
    array_remove(
        ARRAY[
            CASE WHEN g.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN g.several THEN 'VALUES_DIFFER' END,
            CASE WHEN h.day IS NULL THEN 'YIELD_WITHOUT_ACTIVITY' END
        ],
        NULL
    ) AS anomalies,
    g.known_from,
    g.known_to
FROM gathered AS g
LEFT JOIN held AS h ON g.activity = h.activity AND h.known_from <= g.known_from AND (h.known_to IS NULL OR g.known_from < h.known_to)
