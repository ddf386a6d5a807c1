-- Regions of which one thing is known for all their days, under a parent that is the nation, stays where it was, or is of this kind too, for all
-- of these days: the chain is the parent's with the region before it, from the top down. What a row means is said in `derive`, which makes the
-- same of these, and makes all others; a test holds one against the other.
WITH RECURSIVE single AS MATERIALIZED (
    SELECT
        r.region,
        any_value(r.name) AS name,
        any_value(r.kind) AS kind,
        any_value(r.congress) AS congress,
        coalesce(any_value(r.parent), '00') AS parent,
        any_value(r.valid_from) AS valid_from,
        any_value(r.valid_to) AS valid_to
    FROM touched_ancestry AS t
    INNER JOIN {view}.region AS r ON t.region = r.region
    WHERE r.region <> '00'
    GROUP BY r.region
    HAVING count(*) = 1 AND bool_and(r.valid_from < r.valid_to)
),

way (region, name, kind, congress, level, chain, valid_from, valid_to) AS (
    SELECT
        s.region, s.name, s.kind, s.congress IS NOT NULL, coalesce(s.congress, a.level, 'national'), s.region || coalesce(a.chain, ARRAY['00']),
        s.valid_from, s.valid_to
    FROM single AS s
    LEFT JOIN {view}.ancestry AS a
        ON s.parent <> '00' AND s.parent = a.region AND a.valid_from <= s.valid_from AND s.valid_to <= a.valid_to
    WHERE s.parent = '00' OR a.region IS NOT NULL AND (a.region IN (SELECT o.region FROM touched_ancestry AS o)) IS FALSE
    UNION ALL
    SELECT
        r.region, r.name, r.kind, r.congress IS NOT NULL, coalesce(r.congress, w.level), r.region || w.chain, r.valid_from, r.valid_to
    FROM way AS w
    INNER JOIN {view}.region AS r ON w.region = r.parent AND w.valid_from <= r.valid_from AND r.valid_to <= w.valid_to
    WHERE (r.region IN (SELECT o.region FROM single AS o)) IS TRUE
)

SELECT w.region, w.name, w.kind, w.level, w.congress, w.chain[2] AS parent, w.chain, w.valid_from, w.valid_to
FROM way AS w
