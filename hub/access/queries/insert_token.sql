INSERT INTO auth.token (digest, kind, name, region) VALUES (%(digest)s, %(kind)s, %(name)s, %(region)s)
ON CONFLICT (digest) DO NOTHING
