UPDATE auth.token SET revoked = now() WHERE kind = %(kind)s AND name = %(name)s AND revoked IS NULL
