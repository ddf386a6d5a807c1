-- Level and region of a unit on a day, if it is there then.
SELECT u.level, u.region FROM {view}.unit AS u
WHERE u.unit = %(unit)s AND u.since <= %(day)s AND u.until > %(day)s AND (u.closed IS NULL OR u.closed > %(day)s)
