-- Plain statements between the version's positions and the index's.
INSERT INTO changed
SELECT
    e.ident, e.source, e.source, e.id, e.type, e.object, e.time, e.day, e.unit, e.level, e.region, e.origin, e.data,
    e.rday, NULL::date, FALSE
FROM core.position AS p
LEFT JOIN core.view_position AS v ON v.version = %(version)s AND p.family = v.family AND p.part = v.part
INNER JOIN core.event_plain AS e ON p.family = e.family AND p.part = e.part AND e.off >= coalesce(v.off, 0)
WHERE p.off > coalesce(v.off, 0)
