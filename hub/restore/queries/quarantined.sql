-- Quarantine records that the index has from an offset to before another, with their time (ms).
SELECT
    q.off, (extract(epoch FROM q.recorded) * 1000)::bigint AS recorded, q.kind, q.topic, q.partition, q."offset",
    (extract(epoch FROM q.received) * 1000)::bigint AS received, q.code, q.field, q.expected, q.got, q.missing, q.source, q.id, q.type, q.subject,
    q.unit, q.region, q.origin, q.actor, q.note, q.key, q.value, q.size, q.headers
FROM core.quarantine AS q WHERE q.off >= %(first)s AND q.off < %(end)s ORDER BY q.off
