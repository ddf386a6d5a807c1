-- The rows of opinions with a plain life, in one pass over what was said of them: all of it on one recorded day by the source that minted
-- them, nothing amended or disputed, by units of one region, while their origin lay in the same regions, collected at most once, and no suggestion
-- made of it. What a row means is said in `derive`, which makes the same of these, and makes all others; a test holds one against the other.
WITH touched AS MATERIALIZED (
    SELECT t.opinion, bool_or(e.opinion IS NOT NULL) AS earlier
    FROM touched_opinion AS t
    LEFT JOIN earlier_opinion AS e ON t.opinion = e.opinion
    -- Each is there once, as the planner knows by this.
    GROUP BY t.opinion
),

-- Units that are no more.
closing AS MATERIALIZED (
    SELECT u.unit, u.closed FROM {view}.unit AS u WHERE u.closed IS NOT NULL GROUP BY u.unit, u.closed
),

-- All that was said of them: what changed, or where something was said earlier a look into the index.
said AS (
    SELECT t.opinion, c.speaker, c.type, c.day, c.unit, c.region, c.origin, c.data, c.known_from, c.known_to, c.disputed
    FROM touched AS t
    INNER JOIN changed AS c ON t.opinion = c.object
    WHERE NOT t.earlier
    UNION ALL
    SELECT t.opinion, s.speaker, s.type, s.day, s.unit, s.region, s.origin, s.data, s.known_from, s.known_to, s.disputed
    FROM touched AS t
    CROSS JOIN LATERAL (SELECT n.* FROM {view}.statement AS n WHERE t.opinion = n.object OFFSET 0) AS s
    WHERE t.earlier
),

gathered AS (
    SELECT
        n.opinion,
        any_value(n.speaker) AS speaker,
        any_value(n.region) AS region,
        any_value(n.known_from) AS known_from,
        min(n.origin) AS first_origin,
        min(n.day) AS first_day,
        max(n.day) AS last_day,
        any_value(n.origin) FILTER (WHERE n.type = 'cn.npc.opinion.collected.v1') AS origin,
        any_value(n.day) FILTER (WHERE n.type = 'cn.npc.opinion.collected.v1') AS day,
        any_value(n.data) FILTER (WHERE n.type = 'cn.npc.opinion.collected.v1') AS data,
        min(n.day) FILTER (WHERE n.type = 'cn.npc.opinion.answered_on_spot.v1') AS answered,
        min(n.day) FILTER (WHERE n.type = 'cn.npc.opinion.rejected.v1') AS rejected
    FROM said AS n
    LEFT JOIN closing AS g ON n.unit = g.unit AND g.closed <= n.day
    WHERE n.type LIKE 'cn.npc.opinion.%'
    GROUP BY n.opinion
    -- As one condition: of each by itself the planner thinks that hardly any fulfils it.
    HAVING
        coalesce(
            bool_and(
                starts_with(n.opinion, n.speaker || '/') AND g.unit IS NULL AND n.known_to IS NULL AND NOT n.disputed AND NOT n.data ? 'to_unit'
                AND n.type IN ('cn.npc.opinion.collected.v1', 'cn.npc.opinion.answered_on_spot.v1', 'cn.npc.opinion.rejected.v1')
            )
            AND count(*) FILTER (WHERE n.type = 'cn.npc.opinion.collected.v1') <= 1
            AND min(n.region) = max(n.region) AND min(n.known_from) = max(n.known_from),
            FALSE
        )
),

-- Since when the region of its source lies where it lay that day; seldom nowhere.
classed AS MATERIALIZED (
    SELECT g.*, coalesce(g.data ->> 'category', '') AS own_category, coalesce(c.valid_from, g.day) AS lain_since
    FROM gathered AS g
    LEFT JOIN {view}.source AS v ON g.speaker = v.source
    LEFT JOIN {view}.ancestry AS c ON v.region = c.region AND c.valid_from <= g.day AND g.day < c.valid_to
),

-- The days on which schemes of these categories begin or end.
scheme AS MATERIALIZED (
    SELECT array_agg(DISTINCT u.day ORDER BY u.day) AS days
    FROM {view}.category_scheme AS c
    CROSS JOIN LATERAL (VALUES (c.valid_from), (c.valid_to)) AS u (day)
    WHERE c.code IN (SELECT p.own_category FROM classed AS p)
),

-- What a category of a source is between two of them while its region lies where it does: the same for all that gave it.
filing AS MATERIALIZED (
    SELECT k.own_category, k.speaker, k.lain_since, k.era, f.category, f.known_from, f.known_to
    FROM (
        SELECT p.own_category, p.speaker, p.lain_since, width_bucket(p.day, s.days) AS era, min(p.day) AS day
        FROM classed AS p
        CROSS JOIN scheme AS s
        WHERE s.days IS NOT NULL AND p.own_category <> ''
        GROUP BY 1, 2, 3, 4
    ) AS k
    CROSS JOIN LATERAL {view}.filed(k.own_category, k.speaker, k.day) AS f
)

SELECT
    p.opinion,
    p.origin,
    coalesce(p.filed_as, 'uncategorised') AS category,
    p.own_category,
    p.data ->> 'title' AS title,
    p.data ->> 'activity' AS activity,
    p.data ->> 'source_kind' AS source_kind,
    p.answered,
    p.rejected,
    CASE
        WHEN p.answered IS NULL OR p.day IS NULL THEN '{}'
        ELSE datemultirange(daterange(greatest(p.answered, p.day), NULL))
    END AS resolved,
    '{}'::text [] AS suggestions,
    '{}'::text [] AS converted,
    ARRAY[p.region, p.speaker, coalesce(p.origin, p.first_origin), p.speaker] AS rests_on,
    CASE WHEN p.day IS NOT NULL THEN a.chain END AS chain,
    CASE WHEN p.day IS NOT NULL THEN a.level END AS level,
    p.day,
    '{}'::uuid [] AS disputes,
    a.chain AS seen,
    CASE WHEN p.day IS NULL THEN ARRAY['OPINION_UNHEARD'] ELSE '{}' END AS anomalies,
    greatest(p.known_from, p.filed_from) AS known_from,
    p.filed_to AS known_to
FROM (
    SELECT c.*, f.category AS filed_as, f.known_from AS filed_from, f.known_to AS filed_to
    FROM classed AS c
    CROSS JOIN scheme AS s
    LEFT JOIN filing AS f
        ON
            c.own_category = f.own_category AND c.speaker = f.speaker AND c.lain_since = f.lain_since AND width_bucket(c.day, s.days) = f.era
            AND (f.known_to IS NULL OR c.known_from < f.known_to)
    OFFSET 0
) AS p
INNER JOIN {view}.ancestry AS a
    ON
        coalesce(p.origin, p.first_origin) = a.region AND p.first_day >= a.valid_from AND p.last_day < a.valid_to AND a.chain @> ARRAY[p.region]
WHERE NOT EXISTS (SELECT FROM {view}.suggestion AS o WHERE o.opinions <> '{}' AND o.opinions @> ARRAY[p.opinion] OFFSET 0)
