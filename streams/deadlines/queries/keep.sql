-- Keep notices, of copies the first.
INSERT INTO core.told (id, off, object, rule, day, at, source, regions, raw)
SELECT n.id::uuid, n.off, n.object, n.rule, n.day, n.at, coalesce(core.minter(n.object), ''), n.regions::text[], n.raw
FROM (VALUES %s) AS n (id, off, object, rule, day, at, regions, raw)
ORDER BY n.off
ON CONFLICT DO NOTHING
