-- The region of whom tokens of this kind and name prove, and whether one is valid.
SELECT region, bool_or(revoked IS NULL) AS valid FROM auth.token
WHERE kind = %(kind)s AND name = %(name)s GROUP BY region ORDER BY max(made) DESC LIMIT 1
