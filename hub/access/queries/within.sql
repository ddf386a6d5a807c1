-- Whether one of some regions lay in the subtree of a region on a day: the very rule of row-level security.
SELECT api.within(%(region)s, %(others)s::text[], coalesce(%(day)s, (now() AT TIME ZONE 'Asia/Shanghai')::date))
