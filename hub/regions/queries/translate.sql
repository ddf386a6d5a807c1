-- What a code of one day is on another: along its successors, or back to where it came from. One that is valid on both is itself. `share` is
-- only shown; `successor` is null where nobody said what became of it.
WITH RECURSIVE way (code, at, share, path) AS (
    SELECT %(code)s::text, %(first)s::date, NULL::text, ARRAY[%(code)s::text]
    UNION ALL
    SELECT n.code, n.day, n.share, w.path || n.code
    FROM way AS w
    CROSS JOIN LATERAL (
        -- A successor that nobody established is not told either.
        SELECT CASE WHEN EXISTS (SELECT FROM {view}.ancestry AS k WHERE k.region = s.successor) THEN s.successor END AS code, s.day, s.share
        FROM {view}.succession AS s
        WHERE %(first)s <= %(last)s AND s.region = w.code AND s.day > w.at AND s.day <= %(last)s
        UNION ALL
        SELECT s.region, s.day - 1, s.share
        FROM {view}.succession AS s
        WHERE
            %(last)s < %(first)s AND s.successor = w.code AND s.day <= w.at AND s.day > %(last)s
            AND s.day = (SELECT min(a.valid_from) FROM {view}.ancestry AS a WHERE a.region = w.code)
    ) AS n
    WHERE n.code IS NULL OR NOT n.code = ANY (w.path)
)

SELECT w.code AS region, w.share, a.name, w.path
FROM way AS w
LEFT JOIN {view}.ancestry AS a ON w.code = a.region AND a.valid_from <= %(last)s AND %(last)s < a.valid_to
WHERE a.region IS NOT NULL OR w.code IS NULL
ORDER BY w.path
