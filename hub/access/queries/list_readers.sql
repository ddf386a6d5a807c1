SELECT name AS reader, region, revoked IS NULL AS valid, made FROM auth.reader ORDER BY name
