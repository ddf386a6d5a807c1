-- What the rows that came contribute, less what those contributed that went: from the day they were known, and back on the day they were not.
-- Place and facet are found for each list of days, before its days are looked at.
INSERT INTO delta (place, above, top, facet, chain, words, day, rday, n1, n2, n3, n4, n5, n6, n7, n8)
SELECT
    d.place, d.above, d.top, d.facet, d.chain, d.words, d.day, d.rday,
    nullif(core.total(d.n) FILTER (WHERE d.slot = 1), 0),
    nullif(core.total(d.n) FILTER (WHERE d.slot = 2), 0),
    nullif(core.total(d.n) FILTER (WHERE d.slot = 3), 0),
    nullif(core.total(d.n) FILTER (WHERE d.slot = 4), 0),
    nullif(core.total(d.n) FILTER (WHERE d.slot = 5), 0),
    nullif(core.total(d.n) FILTER (WHERE d.slot = 6), 0),
    nullif(core.total(d.n) FILTER (WHERE d.slot = 7), 0),
    nullif(core.total(d.n) FILTER (WHERE d.slot = 8), 0)
FROM (
    SELECT
        p.place, p.above, p.top, f.facet, CASE WHEN p.place IS NULL THEN c.chain END AS chain,
        CASE WHEN f.facet IS NULL THEN ARRAY[c.family, c.level, c.kind, c.category, c.department, c.role, c.grade] END AS words,
        c.rday, unnest(c.days) AS day, unnest(c.slots) AS slot, c.sign * unnest(c.amounts) AS n
    FROM (
        SELECT
            k.rday, k.sign, c.family, c.chain, coalesce(c.level, '') AS level, coalesce(c.kind, '') AS kind,
            coalesce(c.category, '') AS category, coalesce(c.department, '') AS department, coalesce(c.role, '') AS role,
            coalesce(c.grade, '') AS grade, c.days, c.slots, c.amounts
        FROM (
{contributed}
        ) AS c
        CROSS JOIN LATERAL (
            SELECT c.known_from AS rday, c.sign
            UNION ALL
            SELECT c.known_to, -c.sign
        ) AS k
        WHERE k.rday IS NOT NULL AND c.chain IS NOT NULL
    ) AS c
    LEFT JOIN {view}.place AS p ON c.chain = p.chain
    LEFT JOIN {view}.facet AS f
        ON
            c.family = f.family AND c.department = f.department AND c.category = f.category AND c.kind = f.kind
            AND c.role = f.role AND c.grade = f.grade AND c.level = f.level
) AS d
WHERE d.day IS NOT NULL AND d.n <> 0
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
-- What came as it went is none.
HAVING
    core.total(d.n) FILTER (WHERE d.slot = 1) <> 0
    OR core.total(d.n) FILTER (WHERE d.slot = 2) <> 0
    OR core.total(d.n) FILTER (WHERE d.slot = 3) <> 0
    OR core.total(d.n) FILTER (WHERE d.slot = 4) <> 0
    OR core.total(d.n) FILTER (WHERE d.slot = 5) <> 0
    OR core.total(d.n) FILTER (WHERE d.slot = 6) <> 0
    OR core.total(d.n) FILTER (WHERE d.slot = 7) <> 0
    OR core.total(d.n) FILTER (WHERE d.slot = 8) <> 0
