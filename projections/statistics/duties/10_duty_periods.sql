-- The periods of a rule that some span of days touches: quarters and calendar years, each from its first day to before the first day of the next.
CREATE FUNCTION {view}.duty_periods(period text, first date, last date)
RETURNS TABLE (since date, until date)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT s::date, (s + k.step)::date
FROM (VALUES ('per_quarter', 'quarter', interval '3 months'), ('per_year', 'year', interval '1 year')) AS k (period, unit, step)
CROSS JOIN LATERAL generate_series(date_trunc(k.unit, first::timestamp), last::timestamp, k.step) AS s
WHERE k.period = duty_periods.period
$$;

-- The days on which at least so many of some things are there: `days[i]`: a day on which `signs[i]` more are.
CREATE FUNCTION {view}.days_of_enough(days date [], signs integer [], amount integer)
RETURNS datemultirange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
SELECT coalesce(range_agg(daterange(t.day, t.next)) FILTER (WHERE t.total >= amount), '{}')
FROM (
    SELECT u.day, sum(sum(u.sign)) OVER (ORDER BY u.day) AS total, lead(u.day) OVER (ORDER BY u.day) AS next
    FROM unnest(days, signs) AS u (day, sign)
    WHERE u.day IS NOT NULL
    GROUP BY u.day
) AS t
$$;

-- The days from one on; none where there is none.
CREATE FUNCTION {view}.days_from(day date) RETURNS datemultirange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN day IS NULL THEN '{}'::datemultirange ELSE datemultirange(daterange(day, NULL)) END;
