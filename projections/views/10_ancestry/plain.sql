-- Regions of which one thing is known for all their days, under a parent that is the nation, stays where it was, or is of this kind too, for all
-- of these days: the chain is the parent's with the region before it, from the top down. What a row means is said in `derive`, which makes the
-- same of these, and makes all others; a test holds one against the other.
WITH RECURSIVE way (region, name, kind, congress, level, chain, valid_from, valid_to) AS (
    SELECT
        r.region, r.name, r.kind, r.congress IS NOT NULL, coalesce(r.congress, a.level), r.region || a.chain, r.valid_from, r.valid_to
    FROM touched_ancestry AS t
    INNER JOIN {view}.region AS r ON t.region = r.region
    CROSS JOIN LATERAL (
        SELECT ARRAY['00'] AS chain, 'national' AS level WHERE coalesce(r.parent, '00') = '00'
        UNION ALL
        SELECT s.chain, s.level
        FROM {view}.ancestry AS s
        WHERE
            r.parent = s.region AND r.parent <> '00' AND s.valid_from <= r.valid_from AND r.valid_to <= s.valid_to
            AND (s.region IN (SELECT o.region FROM touched_ancestry AS o)) IS FALSE
    ) AS a
    WHERE
        r.region <> '00' AND r.valid_from < r.valid_to
        AND NOT EXISTS (
            SELECT FROM {view}.region AS o
            WHERE r.region = o.region AND (o.source, o.id, o.valid_from) IS DISTINCT FROM (r.source, r.id, r.valid_from)
        )
    UNION ALL
    SELECT
        r.region, r.name, r.kind, r.congress IS NOT NULL, coalesce(r.congress, w.level), r.region || w.chain, r.valid_from, r.valid_to
    FROM way AS w
    INNER JOIN {view}.region AS r ON w.region = r.parent AND w.valid_from <= r.valid_from AND r.valid_to <= w.valid_to
    WHERE
        r.region <> '00' AND r.valid_from < r.valid_to
        AND (r.region IN (SELECT o.region FROM touched_ancestry AS o)) IS TRUE
        AND NOT EXISTS (
            SELECT FROM {view}.region AS o
            WHERE r.region = o.region AND (o.source, o.id, o.valid_from) IS DISTINCT FROM (r.source, r.id, r.valid_from)
        )
)

SELECT w.region, w.name, w.kind, w.level, w.congress, w.chain[2] AS parent, w.chain, w.valid_from, w.valid_to
FROM way AS w
