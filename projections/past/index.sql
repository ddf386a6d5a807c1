-- The ledger index as it was cut: by partition the next offset. What came on the day of an instant counts as of the day before.
CREATE VIEW {schema}.event AS
SELECT
    family, part, off, plain, recorded, least(rday, '{known}') AS rday, ident, source, id, type, object, time, day, newest, unit, level, region,
    origin, sequence, target, causation, status, digest, data, raw
FROM core.event
WHERE off < coalesce(({cuts})[family * 64 + part + 1], 0);
CREATE VIEW {schema}.event_plain AS
SELECT
    family, part, off, plain, recorded, least(rday, '{known}') AS rday, ident, source, id, type, object, time, day, newest, unit, level, region,
    origin, sequence, target, causation, status, digest, data, raw
FROM core.event_plain
WHERE off < coalesce(({cuts})[family * 64 + part + 1], 0);
CREATE VIEW {schema}.event_other AS
SELECT
    family, part, off, plain, recorded, least(rday, '{known}') AS rday, ident, source, id, type, object, time, day, newest, unit, level, region,
    origin, sequence, target, causation, status, digest, data, raw
FROM core.event_other
WHERE off < coalesce(({cuts})[family * 64 + part + 1], 0);
-- What was heard of each source on the day of the instant: which of these is the newest is marked as appended, not as cut.
CREATE VIEW {schema}.uttered AS SELECT source, day, rday, newest FROM {schema}.event;
CREATE UNLOGGED TABLE {schema}.spoke AS
SELECT e.source, max(e.day) AS day
FROM jsonb_to_recordset(%(moves)s) AS m (family smallint, part smallint, begun bigint, cut bigint)
CROSS JOIN LATERAL (
    SELECT c.source, c.day FROM core.event AS c WHERE c.family = m.family AND c.part = m.part AND c.off >= m.begun AND c.off < m.cut OFFSET 0
) AS e
GROUP BY e.source;
-- What did not stand then is known from no day on, and never was. Both halves are tables without conditions.
CREATE VIEW {schema}.statement AS
SELECT
    ident, source, source AS speaker, id, type, object, time, day, unit, level, region, origin, data,
    CASE WHEN off < coalesce(({cuts})[family * 64 + part + 1], 0) THEN least(rday, '{known}') ELSE 'infinity'::date END AS known_from,
    CASE WHEN off < coalesce(({cuts})[family * 64 + part + 1], 0) THEN NULL ELSE 'infinity'::date END AS known_to,
    FALSE AS disputed
FROM core.event_plain
UNION ALL
SELECT ident, source, speaker, id, type, object, time, day, unit, level, region, origin, data, known_from, known_to, disputed
FROM {schema}.settled
