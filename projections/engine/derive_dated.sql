-- All rows of the touched keys; spans of recorded days that follow one another with equal values are one.
INSERT INTO fresh_{name} ({columns})
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
        FROM (
{derive}
        ) AS d
        WINDOW w AS (PARTITION BY {place} ORDER BY d.known_from ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    ) AS b
    WHERE b.begins
) AS u
