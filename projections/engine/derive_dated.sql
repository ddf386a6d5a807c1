-- All rows of the touched keys; spans of recorded days that follow one another with equal values are one. Only a row that ends is followed
-- by another: where none does, there is nothing to look at. Asked once and not of each key: the planner may think that there are few.
INSERT INTO came_{name} ({columns})
WITH derived AS MATERIALIZED (
{derive}
),

ended AS MATERIALIZED (
    SELECT EXISTS (SELECT FROM derived AS k WHERE k.known_to IS NOT NULL) AS any
)

SELECT {columns}
FROM derived
WHERE NOT (SELECT e.any FROM ended AS e)
UNION ALL
SELECT {chosen}
FROM (
    SELECT
        b.*,
        -- Where the next begins, what is before it ended; the last ends where the last span does.
        lead(b.known_before, 1, b.known_last) OVER (PARTITION BY {place} ORDER BY b.known_from) AS until
    FROM (
        SELECT
            d.*,
            lag(d.known_to) OVER w AS known_before,
            last_value(d.known_to) OVER w AS known_last,
            CASE
                WHEN d.known_from IS DISTINCT FROM lag(d.known_to) OVER w THEN TRUE
                ELSE ROW({values}) IS DISTINCT FROM lag(ROW({values})) OVER w
            END AS begins
        FROM derived AS d
        WHERE (SELECT e.any FROM ended AS e)
        WINDOW w AS (PARTITION BY {place} ORDER BY d.known_from ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    ) AS b
    WHERE b.begins
) AS u
