-- Sums of the cube that are not the same in two versions, by words: each numbers places and facets by itself, and may have some that nothing is
-- left of. What one has contributed is taken from what the other has.
WITH places AS MATERIALIZED (
    SELECT o.place, coalesce(p.place, -o.place) AS here
    FROM {other}.place AS o
    LEFT JOIN {view}.place AS p ON o.chain = p.chain
),

facets AS MATERIALIZED (
    SELECT e.facet, coalesce(f.facet, -e.facet) AS here
    FROM {other}.facet AS e
    LEFT JOIN {view}.facet AS f
        ON
            e.family = f.family AND e.department = f.department AND e.category = f.category AND e.kind = f.kind
            AND e.role = f.role AND e.grade = f.grade AND e.level = f.level
)

SELECT count(*)
FROM (
    SELECT
    FROM (
        SELECT t.place, t.facet, t.day, t.rday, t.n1, t.n2, t.n3, t.n4, t.n5, t.n6, t.n7, t.n8 FROM {view}.{table} AS t
        UNION ALL
        SELECT p.here, f.here, t.day, t.rday, -t.n1, -t.n2, -t.n3, -t.n4, -t.n5, -t.n6, -t.n7, -t.n8
        FROM {other}.{table} AS t
        INNER JOIN places AS p ON t.place = p.place
        INNER JOIN facets AS f ON t.facet = f.facet
    ) AS t
    GROUP BY t.place, t.facet, t.day, t.rday
    HAVING
        core.total(t.n1) <> 0 OR core.total(t.n2) <> 0 OR core.total(t.n3) <> 0 OR core.total(t.n4) <> 0
        OR core.total(t.n5) <> 0 OR core.total(t.n6) <> 0 OR core.total(t.n7) <> 0 OR core.total(t.n8) <> 0
) AS d
