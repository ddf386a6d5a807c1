-- Hears the next records of each ledger partition (at most `most` of each): one statement, so that records and positions are of one snapshot.
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

said AS (
    SELECT
        e.source, count(*) AS events, max(e.time) AS last_time, max(e.recorded) AS last_recorded,
        coalesce(
            range_agg(int8range(e.sequence::bigint, e.sequence::bigint + 1)) FILTER (WHERE e.sequence ~ '^[0-9]{1,18}$'), '{}'
        ) AS numbers
    FROM due
    INNER JOIN core.event AS e ON due.family = e.family AND due.part = e.part AND e.off >= due.low AND e.off < due.high
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

SELECT (SELECT count(*) FROM moved) AS partitions, (SELECT count(*) FROM kept) AS sources
