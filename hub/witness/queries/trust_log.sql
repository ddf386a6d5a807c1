INSERT INTO core.witness_log (origin, key) VALUES (%(origin)s, %(key)s)
ON CONFLICT (origin) DO UPDATE SET trusted = TRUE WHERE witness_log.key = excluded.key
