-- All rows of the touched keys; spans of recorded days that follow one another with equal values are one.
INSERT INTO fresh_{name} ({columns})
SELECT {chosen}
FROM (
    SELECT
        s.*,
        last_value(s.known_to) OVER (
            PARTITION BY {place}, s.span ORDER BY s.known_from ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS until
    FROM (
        SELECT b.*, sum(b.begins) OVER (PARTITION BY {place} ORDER BY b.known_from) AS span
        FROM (
            SELECT
                d.*,
                CASE WHEN d.known_from = lag(d.known_to) OVER w AND ROW({values}) IS NOT DISTINCT FROM lag(ROW({values})) OVER w
                THEN 0 ELSE 1 END AS begins
            FROM (
{derive}
            ) AS d
            WINDOW w AS (PARTITION BY {place} ORDER BY d.known_from)
        ) AS b
    ) AS s
) AS u
WHERE begins = 1
