INSERT INTO standing
SELECT
    k.ident, k.digest, k.from_day, k.source, k.id, k.type, k.object, k.time, k.day, k.unit, k.level, k.region, k.origin,
    k.target, k.causation, k.data, k.role, k.entitled,
    lead(k.from_day) OVER (PARTITION BY k.ident ORDER BY k.from_day)
FROM (
    SELECT
        c.*,
        min(c.digest) OVER (PARTITION BY c.ident ORDER BY c.from_day, c.digest ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS smallest
    FROM content AS c
) AS k
WHERE k.smallest IS NULL OR k.digest < k.smallest
