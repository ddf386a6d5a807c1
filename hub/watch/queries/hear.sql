-- Hears the next records of each ledger partition (at most `most` of each), and those that came behind what was heard: one statement, so that
-- records and positions are of one snapshot.
WITH due AS (
    SELECT p.family, p.part, coalesce(h.off, 0) AS low, least(p.off, coalesce(h.off, 0) + %(most)s) AS high
    FROM core.position AS p
    LEFT JOIN core.heard_position AS h ON p.family = h.family AND p.part = h.part
    WHERE p.family < %(families)s AND p.off > coalesce(h.off, 0)
),

moved AS (
    INSERT INTO core.heard_position AS h (family, part, off)
    SELECT due.family, due.part, due.high FROM due
    ON CONFLICT (family, part) DO UPDATE SET off = excluded.off
    RETURNING h.family
),

passed AS (
    UPDATE core.reread AS r SET heard = TRUE
    FROM (
        SELECT b.family, b.part, b.off, coalesce(due.low, h.off, 0) AS low, coalesce(due.high, h.off, 0) AS high
        FROM core.reread AS b
        LEFT JOIN core.heard_position AS h ON b.family = h.family AND b.part = h.part
        LEFT JOIN due ON b.family = due.family AND b.part = due.part
        WHERE NOT b.heard
    ) AS b
    WHERE r.family = b.family AND r.part = b.part AND r.off = b.off AND b.off < b.high
    RETURNING r.family, r.part, r.off, r.off < b.low AS behind
),

new AS (
    SELECT e.source, e.time, e.recorded, e.sequence
    FROM due
    INNER JOIN core.event AS e ON due.family = e.family AND due.part = e.part AND e.off >= due.low AND e.off < due.high
    UNION ALL
    SELECT e.source, e.time, e.recorded, e.sequence
    FROM passed AS p
    INNER JOIN core.event AS e ON p.family = e.family AND p.part = e.part AND p.off = e.off
    WHERE p.behind
),

said AS (
    SELECT
        e.source, count(*) AS events, max(e.time) AS last_time, max(e.recorded) AS last_recorded,
        coalesce(
            range_agg(int8range(e.sequence::bigint, e.sequence::bigint + 1)) FILTER (WHERE e.sequence ~ '^[0-9]{1,18}$'), '{}'
        ) AS numbers
    FROM new AS e
    GROUP BY e.source
),

kept AS (
    INSERT INTO core.heard AS h (source, events, last_time, last_recorded, numbers)
    SELECT said.source, said.events, said.last_time, said.last_recorded, said.numbers FROM said
    ON CONFLICT (source) DO UPDATE SET
        events = h.events + excluded.events,
        last_time = greatest(h.last_time, excluded.last_time),
        last_recorded = greatest(h.last_recorded, excluded.last_recorded),
        numbers = h.numbers + excluded.numbers
    RETURNING h.source
)

SELECT (SELECT count(*) FROM moved) + (SELECT count(*) FROM passed) AS partitions, (SELECT count(*) FROM kept) AS sources
