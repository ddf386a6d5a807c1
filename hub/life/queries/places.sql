-- Every region that ever was a region or in its subtree.
SELECT a.region FROM {view}.ancestry AS a WHERE a.chain @> ARRAY[%(region)s::text]
UNION
SELECT %(region)s
