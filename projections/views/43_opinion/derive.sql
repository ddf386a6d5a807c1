-- What has a plain life is there already.
WITH rest AS MATERIALIZED (
    SELECT t.opinion FROM touched_opinion AS t WHERE NOT EXISTS (SELECT FROM came_opinion AS f WHERE f.opinion = t.opinion)
),

said AS MATERIALIZED (
    SELECT
        t.opinion, substr(s.type, 16) AS what,
        starts_with(t.opinion, s.speaker || '/')
        OR EXISTS (SELECT FROM {view}.source AS v WHERE v.source = s.speaker AND v.line @> ARRAY[core.minter(t.opinion)]) AS minted,
        -- Asked once whether any unit is closed at all.
        EXISTS (SELECT FROM {view}.unit AS u WHERE u.closed IS NOT NULL)
        AND EXISTS (SELECT FROM {view}.unit AS u WHERE u.unit = s.unit AND u.closed <= s.day) AS late,
        s.ident, s.speaker, s.id, s.time, s.day, s.region, s.origin, s.data, s.disputed, s.known_from, s.known_to
    FROM rest AS t
    -- Few are left, whatever the planner thinks: a look into the index for each.
    CROSS JOIN LATERAL (
        SELECT n.* FROM {view}.statement AS n WHERE t.opinion = n.object AND starts_with(n.type, 'cn.npc.opinion.') OFFSET 0
    ) AS s
),

-- Suggestions it fed, from which day: as they say, or as its own event says.
fed AS MATERIALIZED (
    SELECT t.opinion, s.suggestion, f.day, s.seen, s.known_from, s.known_to, FALSE AS converted
    FROM rest AS t
    CROSS JOIN LATERAL (
        SELECT n.* FROM {view}.suggestion AS n WHERE n.opinions <> '{}' AND n.opinions @> ARRAY[t.opinion] OFFSET 0
    ) AS s
    CROSS JOIN LATERAL unnest(s.opinions, s.opinion_days) AS f (opinion, day)
    WHERE t.opinion = f.opinion
    UNION ALL
    SELECT s.opinion, s.data ->> 'suggestion', s.day, '{}', s.known_from, s.known_to, TRUE
    FROM said AS s
    WHERE s.what = 'converted.v1'
),

-- The matters of these suggestions.
outcome AS MATERIALIZED (
    SELECT DISTINCT f.opinion, f.suggestion, m.completed, m.known_from, m.known_to
    FROM (SELECT DISTINCT f.opinion, f.suggestion FROM fed AS f) AS f
    CROSS JOIN LATERAL (
        SELECT m.completed, m.known_from, m.known_to FROM {view}.matter AS m WHERE f.suggestion = m.matter
        UNION ALL
        SELECT m.completed, m.known_from, m.known_to
        FROM {view}.matter AS m
        WHERE cardinality(m.members) > 1 AND m.members @> ARRAY[f.suggestion] AND f.suggestion <> m.matter
    ) AS m
),

turn AS (
    SELECT s.opinion, u.day FROM said AS s CROSS JOIN LATERAL (VALUES (s.known_from), (s.known_to)) AS u (day)
    UNION
    SELECT f.opinion, u.day FROM fed AS f CROSS JOIN LATERAL (VALUES (f.known_from), (f.known_to)) AS u (day)
    UNION
    SELECT o.opinion, u.day FROM outcome AS o CROSS JOIN LATERAL (VALUES (o.known_from), (o.known_to)) AS u (day)
),

span AS MATERIALIZED (
    SELECT t.opinion, t.day AS since, lead(t.day) OVER (PARTITION BY t.opinion ORDER BY t.day) AS until
    FROM turn AS t
    WHERE t.day IS NOT NULL
),

standing AS MATERIALIZED (
    SELECT p.since, p.until, s.*
    FROM span AS p
    INNER JOIN said AS s
        ON p.opinion = s.opinion AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
),

-- Whose word it is: the source that minted the id, its latest; if it has not spoken that of the smallest source.
word AS (
    SELECT DISTINCT ON (s.opinion, s.since) s.*
    FROM standing AS s
    WHERE s.what = 'collected.v1'
    ORDER BY
        s.opinion, s.since, s.minted DESC,
        CASE WHEN s.minted THEN s.time END DESC NULLS LAST, CASE WHEN s.minted THEN s.id END DESC NULLS LAST, s.speaker, s.id
),

gathered AS (
    SELECT
        s.opinion, s.since, s.until,
        min(s.day) FILTER (WHERE s.what = 'answered_on_spot.v1') AS answered,
        min(s.day) FILTER (WHERE s.what = 'rejected.v1') AS rejected,
        coalesce(array_agg(DISTINCT s.data ->> 'suggestion') FILTER (WHERE s.what = 'converted.v1'), '{}') AS converted,
        min(s.day) AS first_day,
        max(s.day) AS last_day,
        min(s.origin) AS origin,
        bool_or(s.late) AS late,
        array_agg(DISTINCT s.region) AS regions,
        array_agg(DISTINCT s.data ->> 'to_unit') FILTER (WHERE s.data ? 'to_unit') AS addressed,
        array_agg(s.region ORDER BY s.time, s.speaker, s.id) AS told_in,
        array_agg(s.day ORDER BY s.time, s.speaker, s.id) AS told_on,
        array_agg(s.data ->> 'to_unit' ORDER BY s.time, s.speaker, s.id) AS told_to,
        array_agg(DISTINCT s.speaker) AS speakers,
        coalesce(array_agg(DISTINCT s.ident) FILTER (WHERE s.disputed), '{}') AS disputes,
        count(DISTINCT ROW(s.day, s.origin, s.data ->> 'category', s.data ->> 'title')) FILTER (WHERE s.what = 'collected.v1') > 1
        AND count(DISTINCT s.speaker) FILTER (WHERE s.what = 'collected.v1') > 1 AS differ
    FROM standing AS s
    GROUP BY s.opinion, s.since, s.until
),

-- Once the first was fed, it is resolved on the days on which no matter of those fed by then is open.
settled AS (
    SELECT
        f.opinion, f.since,
        array_agg(f.suggestion ORDER BY f.suggestion) AS suggestions,
        range_agg(datemultirange(daterange(f.day, NULL)))
        - range_agg(datemultirange(daterange(f.day, NULL)) - coalesce(o.completed, '{}')) AS days
    FROM (
        SELECT p.opinion, p.since, f.suggestion, min(f.day) AS day
        FROM span AS p
        INNER JOIN fed AS f
            ON p.opinion = f.opinion AND f.known_from <= p.since AND (f.known_to IS NULL OR p.since < f.known_to)
        GROUP BY p.opinion, p.since, f.suggestion
    ) AS f
    LEFT JOIN outcome AS o
        ON
            f.opinion = o.opinion AND f.suggestion = o.suggestion
            AND o.known_from <= f.since AND (o.known_to IS NULL OR f.since < o.known_to)
    GROUP BY f.opinion, f.since
)

SELECT
    g.opinion,
    w.origin,
    coalesce(f.category, 'uncategorised') AS category,
    coalesce(w.data ->> 'category', '') AS own_category,
    w.data ->> 'title' AS title,
    w.data ->> 'activity' AS activity,
    w.data ->> 'source_kind' AS source_kind,
    g.answered,
    g.rejected,
    coalesce(
        (coalesce(s.days, '{}') + coalesce(datemultirange({view}.days(g.answered, NULL)), '{}'))
        * datemultirange({view}.days(w.day, NULL)),
        '{}'
    ) AS resolved,
    coalesce(s.suggestions, '{}') AS suggestions,
    g.converted,
    array_remove(g.regions || g.addressed || g.speakers || coalesce(w.origin, g.origin) || core.minter(g.opinion), NULL) AS rests_on,
    CASE WHEN w.day IS NOT NULL THEN p.chain END AS chain,
    CASE WHEN w.day IS NOT NULL THEN p.level END AS level,
    w.day,
    g.disputes,
    CASE
        WHEN a.chain @> g.regions AND g.addressed IS NULL AND a.valid_from <= g.first_day AND g.last_day < a.valid_to THEN a.chain
        ELSE {view}.seen_of(p.chain, g.told_in, g.told_on, g.told_to, g.told_on)
    END AS seen,
    array_remove(
        ARRAY[
            CASE WHEN g.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN w.opinion IS NULL THEN 'OPINION_UNHEARD' END,
            CASE WHEN g.late THEN 'UNIT_CLOSED' END,
            CASE WHEN g.differ THEN 'VALUES_DIFFER' END
        ],
        NULL
    ) AS anomalies,
    greatest(g.since, f.known_from) AS known_from,
    least(g.until, f.known_to) AS known_to
FROM gathered AS g
LEFT JOIN word AS w ON g.opinion = w.opinion AND g.since = w.since
LEFT JOIN settled AS s ON g.opinion = s.opinion AND g.since = s.since
CROSS JOIN LATERAL {view}.place_on(coalesce(w.origin, g.origin), coalesce(w.day, g.first_day)) AS p
-- While it lies where it lay that day.
LEFT JOIN {view}.ancestry AS a
    ON
        coalesce(w.origin, g.origin) = a.region
        AND coalesce(w.day, g.first_day) >= a.valid_from AND coalesce(w.day, g.first_day) < a.valid_to
LEFT JOIN LATERAL (
    SELECT n.*
    FROM {view}.filed(CASE WHEN EXISTS (SELECT FROM {view}.category_scheme) THEN w.data ->> 'category' END, w.speaker, w.day) AS n
    WHERE
        (n.known_to IS NULL OR g.since < n.known_to) AND (g.until IS NULL OR n.known_from < g.until)
) AS f ON TRUE
