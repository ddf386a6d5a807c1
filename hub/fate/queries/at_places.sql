-- The quarantined records at some places of inboxes.
SELECT item.*
FROM unnest(%(topics)s::text[], %(partitions)s::int[], %(offsets)s::bigint[]) AS place (topic, partition, "offset")
INNER JOIN core.quarantine_item AS item USING (topic, partition, "offset")
