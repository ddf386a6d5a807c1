SELECT DISTINCT ON (f.scheme, class, f.valid_from)
    f.scheme, c.one ->> 'code' AS class, c.one ->> 'outcome' AS outcome, f.region, f.valid_from, f.valid_to
FROM (
    SELECT
        d.*, lead(d.valid_from, 1, 'infinity'::date) OVER (PARTITION BY d.scheme ORDER BY d.valid_from) AS valid_to
    FROM (
        SELECT DISTINCT ON (s.object, valid_from)
            s.object AS scheme,
            s.data ->> 'region' AS region,
            coalesce((s.data ->> 'valid_from')::date, s.day) AS valid_from,
            s.data -> 'classes' AS classes
        FROM touched_class_scheme AS t
        INNER JOIN {view}.statement AS s ON t.scheme = s.object
        WHERE s.type = 'cn.npc.class_scheme.set.v1' AND s.known_to IS NULL
        ORDER BY s.object, valid_from, s.time, s.source, s.id
    ) AS d
) AS f
CROSS JOIN LATERAL jsonb_array_elements(f.classes) WITH ORDINALITY AS c (one, place)
ORDER BY f.scheme, class, f.valid_from, c.place
