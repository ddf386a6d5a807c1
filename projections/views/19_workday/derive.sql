-- Of several calendars of a year the one with the smallest (time, source, id); what it says of days of other years is theirs to say.
SELECT c.year, g.day::date AS day
FROM (
    SELECT DISTINCT ON (k.year) k.year, k.holidays, k.workdays
    FROM touched_workday AS t
    INNER JOIN {view}.calendar AS k ON t.year = k.year
    ORDER BY k.year, k.time, k.source, k.id
) AS c
CROSS JOIN LATERAL generate_series(
    make_date(c.year, 1, 1)::timestamp, make_date(c.year, 12, 31)::timestamp, interval '1 day'
) AS g (day)
WHERE g.day::date = ANY (c.workdays) OR extract(ISODOW FROM g.day) < 6 AND NOT g.day::date = ANY (c.holidays)
