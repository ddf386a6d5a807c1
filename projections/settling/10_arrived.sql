-- The plain statements between the version's position and the index's have changed. With an offset each partition is read by its range of the
-- primary key.
INSERT INTO changed
SELECT e.*
FROM moves AS m
CROSS JOIN LATERAL (
    SELECT
        c.ident, c.source, c.source AS speaker, c.id, c.type, c.object, c.time, c.day, c.unit, c.level, c.region, c.origin, c.data,
        c.rday AS known_from, NULL::date AS known_to, FALSE AS disputed, c.family, c.part, c.off
    FROM core.event_plain AS c
    WHERE c.family = m.family AND c.part = m.part AND c.off >= m.folded AND c.off < m.appended
    OFFSET 0
) AS e
