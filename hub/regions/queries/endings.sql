-- How codes ended, the latest end of each: by which fact, on which day, and what goes on from it.
SELECT DISTINCT ON (r.region) r.region, r.kind, r.since AS day, r.source, r.id, r.successors, r.shares
FROM {view}.reform AS r
WHERE r.ends
ORDER BY r.region, r.since DESC, r.time, r.source, r.id
