-- Whether the places under a region are so few that their own index finds its events sooner than reading on.
SELECT count(*) <= %(few)s
FROM (
    SELECT 1 FROM core.feed_place AS p WHERE p.regions @> ARRAY[%(region)s::text] LIMIT %(few)s + 1
) AS counted
