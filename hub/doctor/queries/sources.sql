-- Sources that were given a token, and whether they may speak: one of their tokens is not revoked.
SELECT name, bool_or(revoked IS NULL) AS valid FROM auth.token WHERE kind = 'source' GROUP BY name ORDER BY name
