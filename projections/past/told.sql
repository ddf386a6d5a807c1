-- The types of the records by which the views differ, and of what those that repeat or amend are about.
WITH RECURSIVE taken AS (
    SELECT e.type, e.ident, e.target, e.plain
    FROM jsonb_to_recordset(%(moves)s) AS m (family smallint, part smallint, begun bigint, cut bigint, folded bigint)
    CROSS JOIN LATERAL (
        SELECT c.* FROM core.event AS c WHERE c.family = m.family AND c.part = m.part AND c.off >= m.begun AND c.off < m.cut
        UNION ALL
        SELECT c.* FROM core.event AS c
        WHERE
            m.family = 0 AND c.family = 0 AND c.part = m.part AND c.off >= m.cut AND c.off < m.folded
            AND (NOT c.plain OR {below}.stat_undated(c.type))
        OFFSET 0
    ) AS e
),

concerned (ident) AS (
    SELECT t.ident FROM taken AS t WHERE NOT t.plain
    UNION
    SELECT u.ident
    FROM concerned AS c
    INNER JOIN core.event_other AS e ON c.ident = e.ident
    CROSS JOIN LATERAL (SELECT e.target AS ident) AS u
    WHERE u.ident IS NOT NULL
)

SELECT t.type FROM taken AS t
UNION
SELECT e.type FROM concerned AS c INNER JOIN core.event AS e ON c.ident = e.ident
