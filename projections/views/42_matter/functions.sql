-- Which of some suggestions are of one matter on which recorded days. Everything that was ever connected with one of them must
-- be among them.
CREATE FUNCTION {view}.members(suggestions text [])
RETURNS TABLE (matter text, since date, until date, suggestion text)
LANGUAGE sql STABLE ROWS 100
AS $$
WITH RECURSIVE edge AS MATERIALIZED (
    SELECT l.one AS a, l.other AS b, l.known_from, l.known_to
    FROM unnest(suggestions) AS t (suggestion)
    INNER JOIN {view}.link AS l ON t.suggestion = l.one
    WHERE l.stands
    UNION ALL
    SELECT l.other, l.one, l.known_from, l.known_to
    FROM unnest(suggestions) AS t (suggestion)
    INNER JOIN {view}.link AS l ON t.suggestion = l.other
    WHERE l.stands
),

-- The smallest of all that were ever connected with each.
wide (a, b) AS (
    SELECT e.a, e.a FROM edge AS e
    UNION
    SELECT w.a, e.b FROM wide AS w INNER JOIN edge AS e ON w.b = e.a
),

rooted AS MATERIALIZED (
    SELECT w.a AS suggestion, min(w.b) AS root FROM wide AS w GROUP BY w.a
),

-- The spans of recorded days on which nothing about them changed.
turn AS (
    SELECT r.root, u.day
    FROM rooted AS r
    INNER JOIN {view}.suggestion AS s ON r.suggestion = s.suggestion
    CROSS JOIN LATERAL (VALUES (s.known_from), (s.known_to)) AS u (day)
    WHERE u.day IS NOT NULL
    UNION
    SELECT r.root, u.day
    FROM rooted AS r
    INNER JOIN edge AS e ON r.suggestion = e.a
    CROSS JOIN LATERAL (VALUES (e.known_from), (e.known_to)) AS u (day)
    WHERE u.day IS NOT NULL
),

span AS MATERIALIZED (
    SELECT t.root, t.day AS since, lead(t.day) OVER (PARTITION BY t.root ORDER BY t.day) AS until FROM turn AS t
),

-- Who is connected with whom in each of them.
near (since, until, a, b) AS (
    SELECT p.since, p.until, r.suggestion, r.suggestion
    FROM rooted AS r
    INNER JOIN span AS p ON r.root = p.root
    UNION
    SELECT n.since, n.until, n.a, e.b
    FROM near AS n
    INNER JOIN edge AS e ON n.b = e.a AND e.known_from <= n.since AND (e.known_to IS NULL OR n.since < e.known_to)
)

SELECT min(n.b), n.since, n.until, n.a FROM near AS n GROUP BY n.since, n.until, n.a
$$;

-- The suggestions that are connected with some others on any recorded day, these among them.
CREATE FUNCTION {view}.connected(suggestions text [])
RETURNS TABLE (suggestion text)
LANGUAGE sql STABLE ROWS 100
AS $$
WITH RECURSIVE near (suggestion) AS (
    SELECT u.suggestion FROM unnest(suggestions) AS u (suggestion)
    UNION
    SELECT e.suggestion
    FROM near AS n
    CROSS JOIN LATERAL (
        SELECT l.other AS suggestion FROM {view}.link AS l WHERE n.suggestion = l.one AND l.stands
        UNION ALL
        SELECT l.one FROM {view}.link AS l WHERE n.suggestion = l.other AND l.stands
    ) AS e
)

SELECT n.suggestion FROM near AS n
$$;

-- The stays of departments without the days on which the suggestion was closed.
CREATE FUNCTION {view}.stays_without(stays datemultirange [], closed datemultirange) RETURNS datemultirange []
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT u.stay - closed FROM unnest(stays) WITH ORDINALITY AS u (stay, place) ORDER BY u.place);
