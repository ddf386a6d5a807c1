-- Derived from the projects of the region and year, for each span of recorded days on which the same rows of them held.
WITH stood AS MATERIALIZED (
    SELECT p.*
    FROM touched_vote AS t
    INNER JOIN {view}.project AS p ON t.region = p.region AND t.year = p.year
    WHERE p.voted IS NOT NULL OR p.listed IS NOT NULL
),

turn AS (
    SELECT v.region, v.year, v.known_from AS day FROM stood AS v
    UNION
    SELECT v.region, v.year, v.known_to FROM stood AS v WHERE v.known_to IS NOT NULL
),

span AS (
    SELECT t.region, t.year, t.day AS since, lead(t.day) OVER (PARTITION BY t.region, t.year ORDER BY t.day) AS until
    FROM turn AS t
),

vote AS (
    SELECT
        s.region,
        s.year,
        s.since,
        s.until,
        count(*) AS candidates,
        count(v.voted) AS projects,
        count(*) FILTER (WHERE v.elected) AS elected,
        (array_agg(v.project ORDER BY v.voted, v.project))[1] AS first,
        core.united(core.gathered(v.disputes) FILTER (WHERE v.voted IS NOT NULL)) AS disputes,
        core.united(core.gathered(v.seen)) AS seen
    FROM span AS s
    INNER JOIN stood AS v
        ON s.region = v.region AND s.year = v.year
        AND v.known_from <= s.since AND (v.known_to IS NULL OR s.since < v.known_to)
    GROUP BY s.region, s.year, s.since, s.until
    HAVING count(v.voted) > 0
)

SELECT
    t.region,
    t.year,
    t.candidates,
    t.projects,
    t.elected,
    v.chain,
    v.level,
    CASE WHEN v.level = 'town' THEN v.voted END AS day,
    t.disputes,
    t.seen,
    CASE WHEN t.elected >= t.candidates THEN ARRAY['NOT_MORE_CANDIDATES'] ELSE '{}' END AS anomalies,
    t.since AS known_from,
    t.until AS known_to
FROM vote AS t
INNER JOIN stood AS v
    ON t.first = v.project AND v.known_from <= t.since AND (v.known_to IS NULL OR t.since < v.known_to)
