-- Each quarantined record as it stands now: what the gate said first, with the latest kind, and who did it.
CREATE OR REPLACE VIEW core.quarantine_item AS
SELECT
    first.topic, first.partition, first."offset", first.received, first.off AS opened, last.off AS latest, last.recorded AS changed,
    last.kind, judged.code, judged.field, judged.expected, judged.got, judged.missing,
    first.source, first.id, first.type, first.subject, first.unit, first.region, first.origin,
    last.actor, last.note, first.key, first.value, first.size, first.headers
FROM core.quarantine AS first
CROSS JOIN LATERAL (
    SELECT q.* FROM core.quarantine AS q
    WHERE q.topic = first.topic AND q.partition = first.partition AND q."offset" = first."offset"
    ORDER BY q.off DESC LIMIT 1
) AS last
LEFT JOIN LATERAL (
    SELECT q.* FROM core.quarantine AS q
    WHERE q.topic = first.topic AND q.partition = first.partition AND q."offset" = first."offset" AND q.kind IN ('refused', 'waiting')
    ORDER BY q.off DESC LIMIT 1
) AS judged ON TRUE
WHERE
    NOT EXISTS (
        SELECT 1 FROM core.quarantine AS q
        WHERE q.topic = first.topic AND q.partition = first.partition AND q."offset" = first."offset" AND q.off < first.off
    );
