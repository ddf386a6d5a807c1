-- The number of a place, given one if it has none yet.
WITH made AS (
    INSERT INTO core.feed_place (leaves, regions, about)
    VALUES (%(leaves)s, %(regions)s, %(about)s)
    ON CONFLICT DO NOTHING
    RETURNING place
)

SELECT m.place FROM made AS m
UNION ALL
SELECT p.place
FROM core.feed_place AS p
WHERE p.leaves = %(leaves)s::text[] AND p.regions = %(regions)s::text[] AND p.about IS NOT DISTINCT FROM %(about)s
