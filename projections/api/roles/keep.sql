INSERT INTO auth.reader (name, region, role) VALUES (%(name)s, %(region)s, %(role)s)
ON CONFLICT (name) DO UPDATE SET region = excluded.region, role = excluded.role, revoked = NULL
