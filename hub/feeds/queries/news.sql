-- Whether the index holds what the feeds have not judged yet.
SELECT EXISTS (
    SELECT 1
    FROM core.position AS p
    LEFT JOIN core.feed_position AS f ON p.family = f.family AND p.part = f.part
    WHERE p.family < %(families)s AND p.off > coalesce(f.off, 0)
)
