UPDATE auth.reader SET revoked = now() WHERE name = %(name)s AND revoked IS NULL RETURNING role
