-- Sources that may speak: each has a token that is not revoked.
SELECT DISTINCT name FROM auth.token WHERE kind = 'source' AND revoked IS NULL ORDER BY name
