-- Plain statements of one partition between the version's position and the index's.
SELECT ident, source, source, id, type, object, time, day, unit, level, region, origin, data, rday, NULL::date, FALSE
FROM core.event_plain
WHERE family = {family} AND part = {part} AND off >= {folded} AND off < {appended}
