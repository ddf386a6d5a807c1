-- The recorded day at whose end exactly that was known which was known at an instant: its own if the rest of that day brought nothing, the day
-- before if nothing had come on it until then. Null where records came before and after: rows know recorded days, not instants.
CREATE FUNCTION {view}.stat_known(until timestamptz)
RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
SELECT CASE a.heard WHEN a.by_its_end THEN a.day WHEN a.by_its_begin THEN a.day - 1 END
FROM (
    SELECT
        d.day,
        (SELECT sum(p.off) FROM {view}.stat_position(until) AS p) AS heard,
        (SELECT sum(p.off) FROM {view}.stat_position((d.day + 1)::timestamp AT TIME ZONE 'UTC' - interval '08:00:00.000001') AS p) AS by_its_end,
        (SELECT sum(p.off) FROM {view}.stat_position(d.day::timestamp AT TIME ZONE 'UTC' - interval '08:00:00.000001') AS p) AS by_its_begin
    FROM (SELECT core.beijing_day(until) AS day) AS d
) AS a
$$;
