-- Each source with what was heard of it, what of it lies in quarantine, and the largest number of its own `sequence`.
SELECT
    coalesce(h.source, q.source) AS source, coalesce(h.events, 0) AS events, h.last_time, h.last_recorded,
    coalesce(h.missing + CASE
        WHEN isempty(h.numbers) THEN 0
        ELSE upper(h.numbers) - lower(h.numbers) - (SELECT sum(upper(r) - lower(r)) FROM unnest(h.numbers) AS r)
    END, 0)::bigint AS missing,
    coalesce(q.refused, 0) AS refused, coalesce(q.waiting, 0) AS waiting, upper(h.numbers) - 1 AS sequence
FROM core.heard AS h
FULL JOIN (
    SELECT i.source, count(*) FILTER (WHERE i.kind = 'refused') AS refused, count(*) FILTER (WHERE i.kind = 'waiting') AS waiting
    FROM core.quarantine_item AS i
    WHERE i.source IS NOT NULL
    GROUP BY i.source
) AS q ON h.source = q.source
ORDER BY 1
