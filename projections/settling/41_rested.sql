-- Identities whose settling rests on sources and regions that have changed in this batch.
INSERT INTO concerned
SELECT DISTINCT
    i.ident,
    coalesce((SELECT TRUE FROM core.event AS f WHERE f.ident = i.ident AND f.type ~ '^cn\.npc\.(region|source)\.' LIMIT 1), FALSE)
FROM core.event_other AS e
CROSS JOIN LATERAL (VALUES (e.ident), (e.target)) AS i (ident)
WHERE
    e.target IS NOT NULL AND e.source IS DISTINCT FROM (e.data #>> '{corrects,source}')
    AND (EXISTS (SELECT 1 FROM changed_source) OR (EXISTS (SELECT 1 FROM changed_ancestry) AND e.causation LIKE 'fix:%'))
ON CONFLICT DO NOTHING
