-- One row per standing statement and span of recorded days. Both halves are tables without conditions, so that PostgreSQL looks up both in
-- their indexes wherever the view is joined to.
CREATE VIEW {view}.statement AS
SELECT
    ident, source, source AS speaker, id, type, object, time, day, unit, level, region, origin, data,
    rday AS known_from, NULL::date AS known_to, FALSE AS disputed
FROM core.event_plain
UNION ALL
SELECT ident, source, speaker, id, type, object, time, day, unit, level, region, origin, data, known_from, known_to, disputed
FROM {view}.settled;
