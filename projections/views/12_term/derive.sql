-- The terms of a unit are derived for each span of recorded days on which the same statements about them stood.
WITH RECURSIVE said AS MATERIALIZED (
    SELECT
        t.unit, s.time, s.speaker, s.id, s.ident, s.disputed, s.known_from, s.known_to, p.chain,
        (s.data ->> 'term')::integer AS term,
        coalesce((s.data ->> 'opened')::date, (s.data ->> 'first')::date, s.day) AS day
    FROM touched_term AS t
    INNER JOIN {view}.statement AS s ON t.unit = s.object
    CROSS JOIN LATERAL {view}.place_on(s.region, s.day) AS p
    WHERE s.type = 'cn.npc.term.opened.v1' OR s.type = 'cn.npc.session.held.v1' AND s.data ->> 'session' = '1'
),

turn AS (
    SELECT s.unit, s.known_from AS day FROM said AS s
    UNION
    SELECT s.unit, s.known_to FROM said AS s WHERE s.known_to IS NOT NULL
),

span AS (
    SELECT t.unit, t.day AS since, lead(t.day) OVER (PARTITION BY t.unit ORDER BY t.day) AS until FROM turn AS t
),

fact AS MATERIALIZED (
    SELECT
        p.since, p.until, s.unit, s.term, s.day, s.ident, s.disputed, s.chain,
        row_number() OVER (PARTITION BY s.unit, p.since ORDER BY s.time, s.speaker, s.id) AS turn
    FROM span AS p
    INNER JOIN said AS s ON p.unit = s.unit AND s.known_from <= p.since AND (s.known_to IS NULL OR p.since < s.known_to)
),

-- From the smallest on: a fact holds unless one that does says another day of the same term, or days in another order than numbers.
judged (unit, since, until, turn, term, day, ident, disputed, chain, holds, terms, days) AS (
    SELECT f.unit, f.since, f.until, f.turn, f.term, f.day, f.ident, f.disputed, f.chain, TRUE, ARRAY[f.term], ARRAY[f.day]
    FROM fact AS f
    WHERE f.turn = 1
    UNION ALL
    SELECT
        f.unit, f.since, f.until, f.turn, f.term, f.day, f.ident, f.disputed, f.chain, v.holds,
        CASE WHEN v.holds THEN j.terms || f.term ELSE j.terms END,
        CASE WHEN v.holds THEN j.days || f.day ELSE j.days END
    FROM judged AS j
    INNER JOIN fact AS f ON j.unit = f.unit AND j.since = f.since AND j.turn + 1 = f.turn
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_and(sign(f.term - k.term) = sign(f.day - k.day)), TRUE) AS holds FROM unnest(j.terms, j.days) AS k (term, day)
    ) AS v
),

gathered AS (
    SELECT
        j.unit, j.term, j.since, j.until,
        min(j.day) FILTER (WHERE j.holds) AS day,
        bool_and(j.holds) AS agreed,
        coalesce(array_agg(DISTINCT j.ident ORDER BY j.ident) FILTER (WHERE j.disputed), '{}') AS disputes,
        core.gathered(j.chain) AS chains
    FROM judged AS j
    GROUP BY j.unit, j.term, j.since, j.until
),

-- The next number whose day is known.
followed AS (
    SELECT g.*, CASE WHEN g.followed_by - 1 = g.term THEN g.next_days[1] END AS ended
    FROM (
        SELECT
            k.*,
            min(k.term) FILTER (WHERE k.day IS NOT NULL) OVER later AS followed_by,
            array_agg(k.day) FILTER (WHERE k.day IS NOT NULL) OVER later AS next_days
        FROM gathered AS k
        WINDOW later AS (PARTITION BY k.unit, k.since ORDER BY k.term ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
    ) AS g
)

SELECT
    f.unit,
    f.term,
    u.region,
    p.chain,
    f.day,
    f.ended,
    f.followed_by,
    f.disputes,
    core.united(p.chain || f.chains) AS seen,
    array_remove(
        ARRAY[
            CASE WHEN f.disputes <> '{}' THEN 'EQUIVOCATION' END,
            CASE WHEN NOT f.agreed THEN 'TERM_CONTRADICTED' END,
            CASE WHEN f.day IS NOT NULL AND f.ended IS NULL AND f.followed_by IS NOT NULL THEN 'TERM_END_UNKNOWN' END
        ],
        NULL
    ) AS anomalies,
    f.since AS known_from,
    f.until AS known_to
FROM followed AS f
LEFT JOIN {view}.unit AS u ON f.unit = u.unit AND u.since <= coalesce(f.day, f.since) AND coalesce(f.day, f.since) < u.until
LEFT JOIN LATERAL {view}.place_on(u.region, coalesce(f.day, f.since)) AS p ON u.unit IS NOT NULL
