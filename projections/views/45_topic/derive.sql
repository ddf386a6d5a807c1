-- The suggestions of the topic, for each span of recorded days on which the same of them were of it.
WITH holder AS MATERIALIZED (
    SELECT t.region, t.topic, s.suggestion, s.seen, s.disputes, k.day, s.known_from, s.known_to
    FROM touched_topic AS t
    INNER JOIN {view}.suggestion AS s ON s.topics <> '{}' AND s.topics @> ARRAY[t.topic]
    CROSS JOIN LATERAL unnest(s.topic_regions, s.topics, s.topic_days) AS k (region, topic, day)
    WHERE t.region = k.region AND t.topic = k.topic
),

span AS (
    SELECT
        t.region, t.topic, t.day AS since, lead(t.day) OVER (PARTITION BY t.region, t.topic ORDER BY t.day) AS until
    FROM (
        SELECT h.region, h.topic, h.known_from AS day FROM holder AS h
        UNION
        SELECT h.region, h.topic, h.known_to FROM holder AS h WHERE h.known_to IS NOT NULL
    ) AS t
),

topic AS (
    SELECT
        p.region, p.topic, p.since, p.until,
        array_agg(DISTINCT h.suggestion) AS suggestions,
        min(h.day) AS day,
        coalesce(array_agg(DISTINCT u.dispute) FILTER (WHERE u.dispute IS NOT NULL), '{}') AS disputes,
        coalesce(array_agg(DISTINCT u.seen) FILTER (WHERE u.seen IS NOT NULL), '{}') AS seen
    FROM span AS p
    INNER JOIN holder AS h
        ON
            p.region = h.region AND p.topic = h.topic
            AND h.known_from <= p.since AND (h.known_to IS NULL OR p.since < h.known_to)
    CROSS JOIN LATERAL unnest(h.disputes, h.seen) AS u (dispute, seen)
    GROUP BY p.region, p.topic, p.since, p.until
)

SELECT
    t.region, t.topic, t.suggestions, p.chain, p.level, t.day, t.disputes, t.seen, '{}'::text [] AS anomalies,
    t.since AS known_from, t.until AS known_to
FROM topic AS t
CROSS JOIN LATERAL {view}.place_on(t.region, t.day) AS p
