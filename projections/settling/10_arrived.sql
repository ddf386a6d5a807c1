-- The records of one partition between the version's position and the index's.
SELECT family, part, off, ident, target
FROM core.event
WHERE family = {family} AND part = {part} AND off >= {folded} AND off < {appended}
