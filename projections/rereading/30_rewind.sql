-- Every version of the views folds on from its first record that was not there: what it has folded before comes to the same once more (law 2).
UPDATE core.view_position AS p SET off = r.first
FROM (
    SELECT n.family, n.part, min(n.off) AS first
    FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(off)s::bigint[]) AS n (family, part, off)
    GROUP BY n.family, n.part
) AS r
WHERE p.family = r.family AND p.part = r.part AND p.off > r.first
