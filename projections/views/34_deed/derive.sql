-- A deed is derived for each span of recorded days on which the same statements about it stood.
WITH rest AS MATERIALIZED (
    -- What was said once is there already.
    SELECT t.deed FROM touched_deed AS t WHERE NOT EXISTS (SELECT FROM came_deed AS f WHERE f.deed = t.deed)
),

said AS MATERIALIZED (
    SELECT
        t.deed, k.step, {view}.part_of(k.step, s.data, s.id, s.day) AS part, v.minted,
        s.speaker, s.id, s.ident, s.time, s.day, s.region, s.data, s.disputed, s.known_from, s.known_to
    FROM rest AS t
    -- A look into the index for each.
    CROSS JOIN LATERAL (SELECT n.* FROM {view}.statement AS n WHERE t.deed = n.object OFFSET 0) AS s
    CROSS JOIN LATERAL (SELECT {view}.step_of(s.type, s.data) AS step OFFSET 0) AS k
    CROSS JOIN LATERAL (
        SELECT
            starts_with(t.deed, s.speaker || '/')
            OR EXISTS (SELECT FROM {view}.source AS o WHERE o.source = s.speaker AND o.line @> ARRAY[core.minter(t.deed)]) AS minted
        OFFSET 0
    ) AS v
    WHERE
        k.step IS NOT NULL AND (NOT {view}.of_reception(k.step) OR split_part(t.deed, '/', 3) IN (SELECT r.region FROM {view}.receiving() AS r (region)))
        -- Of a suggestion its own source speaks; of reading and feeding back also sources of the same region.
        AND (
            v.minted OR NOT starts_with(s.type, 'cn.npc.suggestion.')
            OR k.step IN ('reading_level', 'fed_back') AND split_part(s.speaker, '/', 3) = split_part(t.deed, '/', 3)
        )
),

span AS (
    SELECT u.deed, u.day AS since, lead(u.day) OVER (PARTITION BY u.deed ORDER BY u.day) AS until
    FROM (
        SELECT DISTINCT s.deed, d.day FROM said AS s CROSS JOIN LATERAL (VALUES (s.known_from), (s.known_to)) AS d (day) WHERE d.day IS NOT NULL
    ) AS u
),

standing AS MATERIALIZED (
    SELECT p.since, p.until, s.*
    FROM span AS p
    INNER JOIN said AS s ON p.deed = s.deed AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
),

-- Whose word it is: the source that minted the id, its latest; if it has not spoken that of the smallest source. Of facts about a station that hold from
-- one day the smallest (time, source, id) holds, as of all reference facts.
word AS (
    SELECT DISTINCT ON (s.deed, s.since, s.step, s.part) s.*
    FROM standing AS s
    ORDER BY
        s.deed, s.since, s.step, s.part, CASE WHEN s.step = 'station_standard' THEN ROW(s.time, s.speaker, s.id) END, s.minted DESC,
        CASE WHEN s.minted THEN s.time END DESC NULLS LAST, CASE WHEN s.minted THEN s.id END DESC NULLS LAST, s.speaker, s.id
),

gathered AS (
    SELECT
        s.deed, s.since, s.step, s.part,
        min(s.day) AS first_day,
        array_agg(DISTINCT s.region) AS places,
        core.gathered(a.chain) AS chains,
        coalesce(array_agg(DISTINCT s.ident ORDER BY s.ident) FILTER (WHERE s.disputed), '{}') AS disputes,
        count(DISTINCT s.speaker) > 1 AND count(DISTINCT ROW(s.day, s.data)) > 1 AS differ
    FROM standing AS s
    CROSS JOIN LATERAL {view}.place_on(s.region, s.day) AS a
    GROUP BY s.deed, s.since, s.step, s.part
)

SELECT
    w.deed,
    w.step,
    o.what,
    m.mandate,
    m.leads,
    o.kind,
    o.activity,
    o.amount,
    w.region,
    g.places,
    a.chain,
    a.level,
    CASE
        WHEN w.step = 'station_standard' THEN w.part::date
        WHEN w.step IN ('duty_proposal', 'reading_level') OR {view}.of_reception(w.step) THEN g.first_day
        ELSE w.day
    END AS day,
    g.disputes,
    core.united(a.chain || g.chains) AS seen,
    array_remove(
        ARRAY[
            CASE WHEN g.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN g.differ AND w.step LIKE 'duty\_%' THEN 'VALUES_DIFFER' END
        ],
        NULL
    ) AS anomalies,
    w.since AS known_from,
    w.until AS known_to
FROM word AS w
INNER JOIN gathered AS g ON w.deed = g.deed AND w.since = g.since AND w.step = g.step AND w.part = g.part
CROSS JOIN LATERAL {view}.doers_of(w.step, w.data) AS m
CROSS JOIN LATERAL {view}.told_of(w.step, w.deed, w.part, w.data) AS o
CROSS JOIN LATERAL {view}.place_on(w.region, w.day) AS a
