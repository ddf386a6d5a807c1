-- Quarantined records, the one changed last first; without their bytes.
SELECT
    topic, partition, "offset", received, opened, latest, changed, kind, code, field, expected, got, missing,
    source, id, type, subject, unit, region, origin, actor, note, size, headers
FROM core.quarantine_item
WHERE
    (%(kinds)s::text[] IS NULL OR kind = any(%(kinds)s)) AND (%(source)s::text IS NULL OR source = %(source)s)
    AND latest < coalesce(%(before)s, 9223372036854775807)
ORDER BY latest DESC
LIMIT %(most)s
