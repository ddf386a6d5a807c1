INSERT INTO auth.reader (name, region, role) VALUES (%(name)s, %(region)s, %(role)s)
ON CONFLICT (name) DO NOTHING
