-- Every ledger record of one identity, earliest recorded first; bytes only where there are several.
SELECT family, part, off, recorded, day, region, origin, unit, CASE WHEN count(*) OVER () > 1 THEN raw END AS raw
FROM core.event
WHERE ident = %(ident)s::uuid AND source = %(source)s AND id = %(id)s
ORDER BY recorded, family, part, off
LIMIT 100
