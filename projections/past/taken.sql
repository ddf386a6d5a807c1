-- Records by which the views of then differ from those known at the end of the day asked: what came on the day of the instant before it, and, to be
-- taken away, later facts without recorded days.
CREATE TEMPORARY TABLE taken ON COMMIT DROP AS
SELECT e.family, e.part, e.off, e.plain, e.ident, e.target
FROM jsonb_to_recordset(%(moves)s) AS m (family smallint, part smallint, begun bigint, cut bigint, folded bigint)
CROSS JOIN LATERAL (
    SELECT c.* FROM core.event AS c WHERE c.family = m.family AND c.part = m.part AND c.off >= m.begun AND c.off < m.cut
    UNION ALL
    SELECT c.* FROM core.event AS c
    WHERE
        m.family = 0 AND c.family = 0 AND c.part = m.part AND c.off >= m.cut AND c.off < m.folded
        AND (NOT c.plain OR {below}.stat_undated(c.type))
    OFFSET 0
) AS e;
INSERT INTO changed
SELECT
    c.ident, c.source, c.source AS speaker, c.id, c.type, c.object, c.time, c.day, c.unit, c.level, c.region, c.origin, c.data,
    c.rday AS known_from, NULL::date AS known_to, FALSE AS disputed, c.family, c.part, c.off
FROM taken AS t
INNER JOIN core.event_plain AS c ON t.family = c.family AND t.part = c.part AND t.off = c.off
WHERE t.plain;
INSERT INTO amending
SELECT t.family, t.part, t.off, t.ident, t.target FROM taken AS t WHERE NOT t.plain
