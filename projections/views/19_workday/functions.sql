-- How periods end. The day on which one begins is not counted; what ends on a day off ends on the next working day. Beyond the calendars that
-- are known the answer is null, never a guess.

-- Whether the calendar of every year from that of one day to that of another is known.
CREATE FUNCTION {view}.years_known(first date, last date) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN NOT EXISTS (
    SELECT FROM generate_series(extract(YEAR FROM first)::integer, extract(YEAR FROM last)::integer) AS y (year)
    WHERE NOT EXISTS (SELECT FROM {view}.workday AS w WHERE y.year = w.year)
);

-- The first working day on or after a day.
CREATE FUNCTION {view}.working_day(since date) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN (
    SELECT CASE WHEN {view}.years_known(since, w.day) THEN w.day END
    FROM {view}.workday AS w
    WHERE w.day >= since
    ORDER BY w.day
    LIMIT 1
);

-- The working day that is the `amount`-th after a day.
CREATE FUNCTION {view}.after_working_days(since date, amount integer) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN (
    SELECT CASE WHEN {view}.years_known(since + 1, w.day) THEN w.day END
    FROM {view}.workday AS w
    WHERE w.day > since
    ORDER BY w.day
    OFFSET amount - 1
    LIMIT 1
);

-- The last day of a period of months (m), days (d) or working days (wd) that begins on a day. Months end on the day of the same number, or
-- on the last of a shorter month. No period of a century can be meant.
CREATE FUNCTION {view}.last_day(since date, amount integer, period text) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
RETURN CASE
    WHEN amount NOT BETWEEN 1 AND 36500 THEN NULL
    WHEN period = 'wd' THEN {view}.after_working_days(since, amount)
    WHEN period = 'd' THEN {view}.working_day(since + amount)
    WHEN period = 'm' AND amount <= 1200 THEN {view}.working_day((since + make_interval(months => amount))::date)
END;
