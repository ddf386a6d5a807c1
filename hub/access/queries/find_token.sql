-- A token that is valid now, and whose it is; the role is that of the reader.
SELECT token.digest, token.kind, token.name, token.region, reader.role
FROM auth.token
LEFT JOIN auth.reader ON reader.name = token.name AND token.kind IN ('reader', 'admin') AND reader.revoked IS NULL
WHERE token.digest = %(digest)s AND (token.revoked IS NULL OR token.revoked > now())
