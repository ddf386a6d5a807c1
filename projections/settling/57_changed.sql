-- Statements that went and came, and what an identity said while it was plain or in other copies.
INSERT INTO changed (ident, source, speaker, id, type, object, time, day, unit, level, region, origin, data, known_from, known_to, disputed)
SELECT ident, source, speaker, id, type, object, time, day, unit, level, region, origin, data, known_from, known_to, disputed FROM gone_settled
UNION ALL
SELECT ident, source, speaker, id, type, object, time, day, unit, level, region, origin, data, known_from, known_to, disputed FROM came_settled
UNION ALL
SELECT
    c.ident, c.source, c.source, c.id, c.type, c.object, c.time, c.day, c.unit, c.level, c.region, c.origin, c.data, c.from_day, NULL, FALSE
FROM content AS c
INNER JOIN settling AS s ON c.ident = s.ident
WHERE c.role IN ('fact', 'fix') AND NOT EXISTS (SELECT 1 FROM {view}.settled AS o WHERE o.ident = c.ident)
