-- The positions of the spans by compare-and-set, and how many were moved: fewer where somebody else has moved one.
WITH span AS (
    SELECT s.*
    FROM unnest(%(family)s::smallint[], %(part)s::smallint[], %(first)s::bigint[], %(next)s::bigint[]) AS s (family, part, first, next)
),

moved AS (
    UPDATE core.feed_position AS p SET off = s.next
    FROM span AS s
    WHERE p.family = s.family AND p.part = s.part AND p.off = s.first
    RETURNING p.family
),

made AS (
    INSERT INTO core.feed_position (family, part, off)
    SELECT s.family, s.part, s.next FROM span AS s WHERE s.first = 0
    ON CONFLICT DO NOTHING
    RETURNING family
)

SELECT (SELECT count(*) FROM moved) + (SELECT count(*) FROM made)
