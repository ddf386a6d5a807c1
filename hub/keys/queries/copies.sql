-- The records of an event as far as the role may see them, the earliest first.
SELECT e.raw FROM core.event AS e
WHERE e.ident = %(ident)s::uuid AND e.source = %(source)s AND e.id = %(id)s
ORDER BY e.recorded, e.family, e.part, e.off
