INSERT INTO core.witness (name, key, url) VALUES (%(name)s, %(key)s, %(url)s)
ON CONFLICT (name) DO UPDATE SET asked = TRUE, url = excluded.url, setback = '' WHERE witness.key = excluded.key
