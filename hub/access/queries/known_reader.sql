SELECT 1 FROM auth.reader WHERE name = %(name)s AND revoked IS NULL
