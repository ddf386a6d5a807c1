-- Whether a region was ever established.
SELECT EXISTS (SELECT 1 FROM {view}.ancestry AS r WHERE r.region = %(region)s)
