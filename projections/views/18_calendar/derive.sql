-- Years that no event can happen in are left out: what nobody can date cannot be due.
SELECT
    s.object AS calendar,
    s.source,
    s.id,
    s.time,
    (s.data ->> 'year')::integer AS year,
    ARRAY(SELECT d.day::date FROM jsonb_array_elements_text(s.data -> 'holidays') AS d (day) ORDER BY 1) AS holidays,
    ARRAY(SELECT d.day::date FROM jsonb_array_elements_text(s.data -> 'workdays') AS d (day) ORDER BY 1) AS workdays,
    s.data ->> 'basis' AS basis
FROM touched_calendar AS t
INNER JOIN {view}.statement AS s ON t.calendar = s.object
WHERE s.type = 'cn.npc.calendar.set.v1' AND s.known_to IS NULL AND (s.data ->> 'year')::integer <= 8999
