-- Take out the records that an older vocabulary could not read and whose schema id is known now, of the ledger and of quarantine, each with its
-- time stamp and the effective recorded time of the offset before it (ms since 1970; null where there is none).
WITH unread AS (
    SELECT
        u.*,
        max(u.recorded) OVER (PARTITION BY u.family, u.part ORDER BY u.off ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest
    FROM core.unreadable AS u
),

known AS (
    SELECT
        u.family, u.part, u.off, u.recorded, u.raw,
        greatest(
            (
                SELECT e.recorded FROM core.event AS e
                WHERE e.family = u.family AND e.part = u.part AND e.off < u.off
                ORDER BY e.off DESC LIMIT 1
            ),
            u.latest
        ) AS before
    FROM unread AS u
    WHERE
        u.code = 'SCHEMA_UNKNOWN' AND length(u.raw) > 5
        AND ('x' || encode(substr(u.raw, 2, 4), 'hex'))::bit(32)::bigint = ANY(
            CASE WHEN u.family < %(quarantine)s THEN %(events)s::bigint[] ELSE %(records)s::bigint[] END
        )
),

taken AS (
    DELETE FROM core.unreadable AS u USING known AS k
    WHERE u.family = k.family AND u.part = k.part AND u.off = k.off
    RETURNING k.family, k.part, k.off, k.recorded, k.before, k.raw
)

SELECT
    t.family, t.part, t.off, (extract(epoch FROM t.recorded) * 1000)::bigint, (extract(epoch FROM t.before) * 1000)::bigint, t.raw
FROM taken AS t
ORDER BY t.family, t.part, t.off
