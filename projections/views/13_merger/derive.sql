-- The mergers that stand: of several of one department the smallest (time, source, id).
WITH RECURSIVE step AS (
    SELECT m.*
    FROM touched_merger AS t
    CROSS JOIN LATERAL (SELECT n.* FROM {view}.merged(t.department) AS n) AS m
),

-- What follows from each, until nothing does, or it comes back to one that it passed.
walk (department, at, passed) AS (
    SELECT s.department, s.department, ARRAY[]::text [] FROM step AS s
    UNION ALL
    SELECT w.department, u.successor, w.passed || w.at
    FROM walk AS w
    CROSS JOIN LATERAL {view}.merged(w.at) AS m
    CROSS JOIN LATERAL unnest(m.successors) AS u (successor)
    WHERE NOT w.at = ANY (w.passed)
),

-- Of the mergers of a circle the largest (time, source, id) does not hold.
circle AS (
    SELECT c.department, bool_or(c.last) AS last
    FROM (
        SELECT
            w.department,
            (
                SELECT u.at
                FROM unnest(w.passed) AS u (at)
                CROSS JOIN LATERAL {view}.merged(u.at) AS m
                ORDER BY m.at DESC, m.speaker DESC, m.id DESC
                LIMIT 1
            ) = w.department AS last
        FROM walk AS w
        WHERE w.at = w.department AND w.passed <> '{}'
    ) AS c
    GROUP BY c.department
)

SELECT
    s.department,
    s.day,
    s.successors,
    NOT coalesce(c.last, FALSE) AS holds,
    s.ident,
    array_remove(
        ARRAY[
            CASE WHEN c.last THEN 'DEPARTMENTS_IN_CIRCLE' END,
            CASE
                WHEN EXISTS (
                    SELECT FROM unnest(s.successors) AS u (successor)
                    WHERE NOT EXISTS (SELECT FROM {view}.department AS d WHERE d.department = u.successor)
                ) THEN 'DEPARTMENT_UNKNOWN'
            END,
            CASE WHEN s.differ THEN 'VALUES_DIFFER' END
        ],
        NULL
    ) AS anomalies
FROM step AS s
LEFT JOIN circle AS c ON s.department = c.department
