-- How a department was merged, as known now: of several statements the smallest (time, source, id), and whether they differ.
CREATE FUNCTION {view}.merged(asked text)
RETURNS TABLE (department text, day date, successors text [], ident uuid, at timestamptz, speaker text, id text, differ boolean)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 SET plan_cache_mode TO force_generic_plan
AS $$
SELECT m.department, m.day, m.successors, m.ident, m.time, m.speaker, m.id, m.others > 0
FROM (
    SELECT
        m.*,
        row_number() OVER (ORDER BY m.time, m.speaker, m.id) AS place,
        count(*) FILTER (WHERE m.said <> m.first) OVER () AS others
    FROM (
        SELECT
            m.*, ROW(m.day, m.successors)::text AS said,
            first_value(ROW(m.day, m.successors)::text) OVER (ORDER BY m.time, m.speaker, m.id) AS first
        FROM (
            SELECT
                s.object AS department, coalesce((s.data ->> 'valid_from')::date, s.day) AS day, s.ident, s.time, s.speaker, s.id,
                ARRAY(SELECT DISTINCT u.one FROM jsonb_array_elements_text(s.data -> 'successors') AS u (one) ORDER BY 1) AS successors
            FROM {view}.statement AS s
            WHERE s.object = asked AND s.type = 'cn.npc.department.merged.v1' AND s.known_to IS NULL
        ) AS m
    ) AS m
) AS m
WHERE m.place = 1
$$;
