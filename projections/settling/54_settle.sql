-- What stands of each identity on every recorded day on which anything about it became known; equal neighbours are one span.
INSERT INTO fresh_settled (ident, source, speaker, id, type, object, time, day, unit, level, region, origin, data, known_from, known_to, disputed)
WITH
learnt AS (
    SELECT s.ident, c.from_day AS day FROM settling AS s INNER JOIN content AS c ON s.ident = c.ident
    UNION
    SELECT s.ident, a.from_day FROM settling AS s INNER JOIN content AS a ON s.ident = a.target
    UNION
    SELECT s.ident, r.from_day
    FROM settling AS s
    INNER JOIN content AS a ON s.ident = a.target
    INNER JOIN content AS r ON a.ident = r.target
    UNION
    SELECT s.ident, o.from_day
    FROM settling AS s
    INNER JOIN content AS f ON s.ident = f.ident
    INNER JOIN content AS o ON f.target = o.ident
    WHERE f.role = 'fix'
),

moment AS (
    SELECT l.ident, l.day AS known_from, lead(l.day) OVER (PARTITION BY l.ident ORDER BY l.day) AS known_to
    FROM learnt AS l
),

stands AS (
    SELECT
        b.ident, b.source, {speaker} AS speaker, b.id, b.type, b.object,
        coalesce((p.fields ->> 'time')::timestamptz, b.time) AS time,
        b.unit, b.level, b.region,
        CASE
            WHEN p.fields IS NULL THEN b.data
            ELSE (
                SELECT coalesce(jsonb_object_agg(m.key, m.value), '{}')
                FROM jsonb_each(b.data || (p.fields - 'time')) AS m
                WHERE m.value <> 'null'
            )
        END AS data,
        m.known_from, m.known_to,
        p.fields IS NULL AND (SELECT count(*) FROM content AS c WHERE c.ident = b.ident AND c.from_day <= m.known_from) > 1 AS disputed
    FROM moment AS m
    INNER JOIN standing AS b ON m.ident = b.ident AND b.from_day <= m.known_from AND (b.until IS NULL OR m.known_from < b.until)
    LEFT JOIN LATERAL (
        SELECT jsonb_object_agg(f.key, f.value) AS fields
        FROM (
            SELECT DISTINCT ON (f.key) f.key, f.value
            FROM standing AS k
            INNER JOIN patch AS t ON k.ident = t.ident AND k.digest = t.digest AND t.type = b.type
            CROSS JOIN LATERAL jsonb_each(t.fields) AS f
            WHERE
                k.target = m.ident AND k.role = 'correction' AND k.entitled
                AND k.from_day <= m.known_from AND (k.until IS NULL OR m.known_from < k.until)
                AND NOT EXISTS (
                    SELECT 1 FROM standing AS r
                    WHERE
                        r.target = k.ident AND r.role = 'retraction' AND r.entitled
                        AND r.from_day <= m.known_from AND (r.until IS NULL OR m.known_from < r.until)
                )
                -- An event cannot be made to be about another object.
                AND (b.data ->> f.key) IS DISTINCT FROM b.object
            ORDER BY f.key, k.time DESC, k.id DESC, k.source DESC
        ) AS f
    ) AS p ON TRUE
    WHERE
        b.role IN ('fact', 'fix')
        AND NOT EXISTS (
            SELECT 1 FROM standing AS r
            WHERE
                r.target = m.ident AND r.role = 'retraction' AND r.entitled
                AND r.from_day <= m.known_from AND (r.until IS NULL OR m.known_from < r.until)
        )
        AND NOT (
            b.role = 'fix' AND EXISTS (SELECT 1 FROM content AS o WHERE o.ident = b.target AND o.from_day <= m.known_from)
        )
),

island AS (
    SELECT
        s.*,
        CASE
            WHEN
                s.known_from = lag(s.known_to) OVER w
                AND ROW(s.source, s.speaker, s.id, s.type, s.object, s.time, s.unit, s.level, s.region, s.data, s.disputed)
                IS NOT DISTINCT FROM lag(ROW(s.source, s.speaker, s.id, s.type, s.object, s.time, s.unit, s.level, s.region, s.data, s.disputed)) OVER w
                THEN 0
            ELSE 1
        END AS begins
    FROM stands AS s
    WINDOW w AS (PARTITION BY s.ident ORDER BY s.known_from)
),

numbered AS (
    SELECT i.*, sum(i.begins) OVER (PARTITION BY i.ident ORDER BY i.known_from) AS span FROM island AS i
),

whole AS (
    SELECT
        n.*,
        last_value(n.known_to) OVER (
            PARTITION BY n.ident, n.span ORDER BY n.known_from ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS until
    FROM numbered AS n
)

SELECT
    w.ident, w.source, w.speaker, w.id, w.type, w.object, w.time, core.beijing_day(w.time), w.unit, w.level, w.region,
    w.data ->> 'origin', w.data, w.known_from, w.until, w.disputed
FROM whole AS w
WHERE w.begins = 1
