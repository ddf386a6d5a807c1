-- The next notices that readers of a region may see, or those about what some sources minted.
SELECT t.off, t.raw
FROM core.told AS t
WHERE
    t.off >= %(after)s AND (%(region)s::text IS NULL OR t.regions @> ARRAY[%(region)s::text])
    AND (%(sources)s::text[] IS NULL OR t.source = ANY(%(sources)s::text[]))
ORDER BY t.off
LIMIT %(limit)s
