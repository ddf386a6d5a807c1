-- The days from one on under its grade: of satisfied, basically, dissatisfied.
CREATE FUNCTION {view}.graded_from(grade text, day date) RETURNS datemultirange []
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY[
    CASE WHEN grade = 'satisfied' THEN datemultirange(daterange(day, NULL)) ELSE '{}' END,
    CASE WHEN grade = 'basically' THEN datemultirange(daterange(day, NULL)) ELSE '{}' END,
    CASE WHEN grade = 'dissatisfied' THEN datemultirange(daterange(day, NULL)) ELSE '{}' END
];

-- The days under each grade by what was said in the order of time (`one` the grade, `two` the department, if any): of each department the first
-- or the last grade, of these the worst. For the last, a department that was assigned and is no longer drops out where another is left.
CREATE FUNCTION {view}.grades_of(words {view}.suggestion_word [], final boolean, departments text [], stays datemultirange [])
RETURNS datemultirange []
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET plan_cache_mode TO force_generic_plan
AS $$
WITH word AS (
    SELECT w.day, w.two AS dept, w.place, array_position(ARRAY['satisfied', 'basically', 'dissatisfied'], w.one) AS grade
    FROM unnest(words) WITH ORDINALITY AS w (time, speaker, id, step, own, day, region, origin, one, two, place)
),

stay AS (
    SELECT s.dept, s.days FROM unnest(departments, stays) AS s (dept, days) WHERE s.dept IN (SELECT w.dept FROM word AS w)
),

turn AS (
    SELECT w.day FROM word AS w
    UNION
    SELECT u.day FROM stay AS s CROSS JOIN unnest(s.days) AS r (days) CROSS JOIN LATERAL (VALUES (lower(r.days)), (upper(r.days))) AS u (day)
    WHERE u.day IS NOT NULL
),

held AS (
    SELECT
        t.day, lead(t.day) OVER (ORDER BY t.day) AS next,
        (
            SELECT coalesce(max(g.grade) FILTER (WHERE NOT g.replaced), max(g.grade))
            FROM (
                SELECT DISTINCT ON (h.dept)
                    h.dept, w.grade,
                    -- One that is assigned only later is not replaced.
                    final AND coalesce((
                        SELECT bool_and(NOT s.days @> t.day) AND NOT coalesce(min(lower(s.days)) > t.day, FALSE) FROM stay AS s WHERE s.dept = h.dept
                    ), FALSE) AS replaced
                -- Who was graded by that day: each department that was named, or all as one.
                FROM (
                    SELECT DISTINCT w.dept
                    FROM word AS w
                    WHERE
                        w.day <= t.day
                        AND (w.dept IS NOT NULL OR NOT EXISTS (SELECT FROM word AS n WHERE n.dept IS NOT NULL AND n.day <= t.day))
                ) AS h
                INNER JOIN word AS w ON (w.dept IS NULL OR h.dept = w.dept) AND w.day <= t.day
                ORDER BY h.dept, CASE WHEN final THEN -w.place ELSE w.place END
            ) AS g
        ) AS grade
    FROM turn AS t
)

SELECT
    ARRAY[
        coalesce(range_agg({view}.days(h.day, h.next)) FILTER (WHERE h.grade = 1), '{}'),
        coalesce(range_agg({view}.days(h.day, h.next)) FILTER (WHERE h.grade = 2), '{}'),
        coalesce(range_agg({view}.days(h.day, h.next)) FILTER (WHERE h.grade = 3), '{}')
    ]
FROM held AS h
$$;
